package dev.runbook.journal;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** The file operations a journal needs: an interface, so that tests can make a write or an fsync fail. */
interface Disk extends Closeable {
    void write(byte[] bytes) throws IOException;

    void sync() throws IOException;

    /** Appends to a file. Not a channel: channels close themselves when a writing thread is interrupted. */
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
