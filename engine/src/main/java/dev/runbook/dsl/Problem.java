package dev.runbook.dsl;

import java.util.List;

/**
 * A problem in a runbook that compiles: an unknown target, a missing parameter, two steps with one name.
 *
 * @param column 0 when only the line is known
 * @param length the length of the marked text
 */
public record Problem(int line, int column, int length, String message, List<String> cures) {
    public Problem {
        cures = List.copyOf(cures);
    }
}
