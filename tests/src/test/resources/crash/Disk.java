package dev.runbook.journal;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Stands before the engine's own Disk on the class path of a process that is to be killed: the same file, but at write
 * crash.write of this process it says so on standard error and waits, still inside the write, for its kill -9. The
 * journal takes one write at a time, so what is on disk then is known to the byte.
 */
interface Disk extends Closeable {
    void write(byte[] bytes) throws IOException;

    void sync() throws IOException;

    static Disk of(Path file) throws IOException {
        return new DyingDisk(new FileOutputStream(file.toFile(), true));
    }
}

final class DyingDisk implements Disk {
    private static final int DIES_AT = Integer.getInteger("crash.write", 0);
    private static final String POINT = System.getProperty("crash.point", "before");

    private final FileOutputStream out;
    private int writes;

    DyingDisk(FileOutputStream out) {
        this.out = out;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        writes++;
        boolean dies = writes == DIES_AT;
        int written = !dies || POINT.equals("after") ? bytes.length : POINT.equals("torn") ? bytes.length / 2 : 0;
        out.write(bytes, 0, written);
        if (dies) {
            sync();
            waitForTheKill();
        }
    }

    private static void waitForTheKill() {
        System.err.println("crash point reached");
        long end = System.nanoTime() + 120_000_000_000L;
        while (System.nanoTime() < end) {
            try {
                Thread.sleep(1_000);
            } catch (InterruptedException ignored) {
                // nothing may pass this point
            }
        }
        Runtime.getRuntime().halt(99);
    }

    @Override
    public void sync() throws IOException {
        out.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
