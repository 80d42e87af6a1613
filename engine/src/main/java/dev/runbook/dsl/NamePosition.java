package dev.runbook.dsl;

import java.util.List;

/**
 * The position of a name in the file. The compiler records each literal target and step name, so that problems found
 * during planning point at it.
 *
 * @param kind {@code service}, {@code database}, … or {@code name} for the name of a step or group
 */
public record NamePosition(String kind, String text, int line, int column, int length) {
    public static final String NAME = "name";

    /** The kind of a lint warning at this position: a message and its cures, one per line. */
    public static final String WARNING = "warning";

    Problem problem(String message, String... cures) {
        return new Problem(line, column, length, message, List.of(cures));
    }
}
