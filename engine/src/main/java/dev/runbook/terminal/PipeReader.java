package dev.runbook.terminal;

import dev.runbook.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

/**
 * Detects that the reader of a pipe has gone, without writing to the pipe: when {@code | head} ends, a command without
 * output would not notice. Opening a pipe for writing blocks until it has a reader, so an open call that does not
 * return means that there is none. Linux only; elsewhere, and where the pipe may not be opened, a reader is assumed.
 * Used by one thread.
 */
public final class PipeReader implements BooleanSupplier {
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private final Path descriptor;
    private final boolean pipe;
    private Thread opening;
    private long since;

    PipeReader(Path descriptor, boolean pipe) {
        this.descriptor = descriptor;
        this.pipe = pipe;
    }

    /** Creates a detector for the standard output of this process. */
    static PipeReader ofStandardOutput() {
        Path descriptor = Path.of("/proc/self/fd/1");
        try {
            return new PipeReader(
                    descriptor, Files.readSymbolicLink(descriptor).toString().startsWith("pipe:"));
        } catch (IOException | UnsupportedOperationException notLinux) {
            return new PipeReader(descriptor, false);
        }
    }

    @Override
    public boolean getAsBoolean() {
        if (!pipe) {
            return false;
        }
        if (opening == null || !opening.isAlive()) {
            opening = new Thread(this::open, "pipe-reader");
            opening.setDaemon(true);
            since = Clock.system().nanos();
            opening.start();
        }
        return Clock.system().nanos() - since > PATIENCE_NANOS && opening.isAlive();
    }

    private void open() {
        try {
            Files.newOutputStream(descriptor, StandardOpenOption.WRITE).close();
        } catch (IOException unknown) {
            // then nothing is known about its reader
        }
    }
}
