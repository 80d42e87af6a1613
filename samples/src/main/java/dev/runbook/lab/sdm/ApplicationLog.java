package dev.runbook.lab.sdm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The application's log file: a line has a time, a level, the version and a text. */
record ApplicationLog(Path file, String version) {

    void info(String text) {
        write("INFO", text);
    }

    void error(String text) {
        write("ERROR", text);
    }

    void critical(String text) {
        write("CRITICAL", text);
    }

    private void write(String level, String text) {
        String line = Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + level + " " + version + " " + text + "\n";
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
