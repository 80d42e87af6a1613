package dev.runbook.dsl;

import java.util.List;

/**
 * What is wrong with a runbook that compiles: an unknown target, a missing parameter, two steps of one name.
 *
 * @param column 0 when only the line is known
 * @param length how much of the line is meant
 */
public record Problem(int line, int column, int length, String message, List<String> cures) {
    public Problem {
        cures = List.copyOf(cures);
    }
}
