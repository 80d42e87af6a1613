package dev.runbook.action;

import java.nio.file.Path;
import java.util.List;

/**
 * A flaw in a file that an action executes, found by reading the file.
 *
 * @param refused whether the file cannot be used in any run; otherwise the flaw is a warning
 * @param line from 1
 * @param column in characters (code points), from 1; 0 means the whole line
 * @param length the number of characters concerned
 * @param sourceLine the text of the line, empty if it cannot be shown
 * @param message what is wrong, in one line
 * @param cures what the author can do, one line each
 */
public record FileFinding(
        Path file,
        boolean refused,
        int line,
        int column,
        int length,
        String sourceLine,
        String message,
        List<String> cures) {
    public FileFinding {
        cures = List.copyOf(cures);
    }
}
