package dev.runbook.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A block of conditions ({@code expect}, {@code onlyIf}): holds when all of them are true. */
public interface Condition {
    /** Returns the conditions as the author wrote them, for the plan. */
    List<String> texts();

    /**
     * Evaluates all conditions.
     *
     * @param values what the action returned; empty for {@code onlyIf}
     * @param mask applied to every value before it is shortened, so that no part of a secret is shown
     * @return those that do not hold, none if all do
     */
    List<Failed> failures(Map<String, Object> values, UnaryOperator<String> mask);

    /** Returns the names that the conditions read, such as {@code exitCode}; known before they are evaluated. */
    default Set<String> names() {
        return Set.of();
    }

    /** Returns the conditions that compare a value with a number, by their texts. */
    default Map<String, Threshold> thresholds() {
        return Map.of();
    }

    /**
     * One condition that does not hold, with the value of each part.
     *
     * @param undecided why the condition could not be judged; empty when it could
     */
    record Failed(String text, Place at, List<Part> parts, Optional<String> undecided) {}

    /**
     * {@code status} was {@code 503}. The column counts characters (code points) from 0 within the condition's text.
     */
    record Part(String text, int column, String value) {}
}
