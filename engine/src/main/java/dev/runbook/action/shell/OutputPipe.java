package dev.runbook.action.shell;

import dev.runbook.file.SystemPrograms;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A named pipe that one output stream of a command goes through. */
record OutputPipe(Path path) {
    /** Both ends held open: whoever opens one end alone waits for the other. */
    RandomAccessFile open() throws IOException {
        return new RandomAccessFile(path.toFile(), "rw");
    }

    /** The end the engine reads; at its end when nobody can write any more. Opened while {@link #open} is. */
    InputStream reader() throws IOException {
        return new FileInputStream(path.toFile());
    }

    /**
     * Has a process of its own read and discard what is written from here on, for as long as somebody can write: those
     * who do outlive the engine. It is no child of the attempt and no stop reaches it; it ends with the last writer.
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
