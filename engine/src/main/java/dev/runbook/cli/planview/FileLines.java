package dev.runbook.cli.planview;

import dev.runbook.value.FileReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the text of a file that a step runs, for the plan. */
final class FileLines {
    private static final String MARGIN = "| ";
    private static final int MOST = 200;

    private FileLines() {}

    /** Returns the first lines of a file, each after a margin; or one line with the reason why it cannot be read. */
    static List<String> of(Path file) {
        try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            List<String> lines =
                    text.lines().limit(MOST + 1L).map(line -> MARGIN + line).collect(Collectors.toList());
            if (lines.size() > MOST) {
                lines.set(MOST, MARGIN + "… only the first " + MOST + " lines are shown");
            }
            return lines;
        } catch (IOException unreadable) {
            return List.of(MARGIN + "cannot be read: " + FileReason.of(unreadable));
        } catch (UncheckedIOException notText) {
            return List.of(MARGIN + "cannot be read: " + FileReason.of(notText.getCause()));
        }
    }
}
