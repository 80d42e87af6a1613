package dev.runbook.journal;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** What a journal asks of its file: a seam, so that tests can let a write or an fsync fail. */
interface Disk extends Closeable {
    void write(byte[] bytes) throws IOException;

    void sync() throws IOException;

    /** Appends to a file. Not a channel: those close themselves when a thread that writes is interrupted. */
    static Disk of(Path file) throws IOException {
        FileOutputStream out = new FileOutputStream(file.toFile(), true);
        return new Disk() {
            @Override
            public void write(byte[] bytes) throws IOException {
                out.write(bytes);
            }

            @Override
            public void sync() throws IOException {
                out.getFD().sync();
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }
}
