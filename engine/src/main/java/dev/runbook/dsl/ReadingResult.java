package dev.runbook.dsl;

import java.util.List;

/**
 * The result of reading a file.
 *
 * @param read what the file declares; use it only if there are no problems
 */
public record ReadingResult<T>(T read, List<Problem> problems) {
    public ReadingResult {
        problems = List.copyOf(problems);
    }
}
