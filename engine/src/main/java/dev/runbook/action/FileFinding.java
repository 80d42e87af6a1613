package dev.runbook.action;

import java.nio.file.Path;
import java.util.List;

/**
 * A flaw in a file that an action runs, found by reading the file.
 *
 * @param refused whether no run can use the file; otherwise it is a warning
 * @param line from 1
 * @param column in characters (code points), from 1; 0 means the whole line
 * @param length how many characters are meant
 * @param sourceLine the text of the line, empty if it cannot be shown
 * @param message what is wrong, in one line
 * @param cures what the author can do, a line each
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
