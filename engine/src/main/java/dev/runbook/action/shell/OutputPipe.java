package dev.runbook.action.shell;

import dev.runbook.file.SystemPrograms;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A named pipe for one output stream of a command. */
record OutputPipe(Path path) {
    /** Opens both ends: opening only one blocks until the other is opened. */
    RandomAccessFile open() throws IOException {
        return new RandomAccessFile(path.toFile(), "rw");
    }

    /** Opens the reading end, which reaches end of file when no writer is left. Call while {@link #open} is open. */
    InputStream reader() throws IOException {
        return new FileInputStream(path.toFile());
    }

    /**
     * Starts a separate process that reads and discards further output as long as there are writers, which may outlive
     * the engine. It is not a child of the attempt and is not stopped with it; it ends with the last writer.
     */
    void discard() throws IOException {
        List<String> command = new ArrayList<>();
        SystemPrograms.find("setsid").ifPresent(command::add);
        command.addAll(List.of("/bin/sh", "-c", "exec cat >/dev/null"));
        ProcessBuilder reader = new ProcessBuilder(command)
                .redirectInput(path.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        reader.environment().keySet().removeIf(name -> !name.equals("PATH"));
        RandomAccessFile bothEnds = open();
        try {
            reader.start();
        } finally {
            bothEnds.close();
        }
    }
}
