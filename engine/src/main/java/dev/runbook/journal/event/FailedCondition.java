package dev.runbook.journal.event;

import java.util.List;

/**
 * A condition that did not hold.
 *
 * @param undecided why the condition could not be judged; empty when it is false
 */
public record FailedCondition(String text, String place, List<Part> parts, String undecided) {
    /** One part of a condition: its text, its column within the condition, its value. */
    public record Part(String text, int column, String value) {}
}
