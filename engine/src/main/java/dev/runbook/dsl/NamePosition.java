package dev.runbook.dsl;

/**
 * A name as it stands in the file: the compiler notes each literal target and step name, so that what is found wrong
 * with one while planning points at it.
 *
 * @param kind {@code service}, {@code database}, … or {@code name} for the name of a step or group
 */
public record NamePosition(String kind, String text, int line, int column, int length) {
    public static final String NAME = "name";

    /** No name but what the lint noticed at this place: a message, and its cures a line each. */
    public static final String WARNING = "warning";
}
