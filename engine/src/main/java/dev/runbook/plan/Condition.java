package dev.runbook.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A block of conditions ({@code expect}, {@code onlyIf}): holds when every one of them is true. */
public interface Condition {
    /** The conditions as the author wrote them, for the plan. */
    List<String> texts();

    /**
     * Judges all of them.
     *
     * @param values what the action left behind; empty for {@code onlyIf}
     * @param mask applied to every value before it is shortened, so that no part of a secret is told
     * @return those that do not hold, none if all do
     */
    List<Failed> failures(Map<String, Object> values, UnaryOperator<String> mask);

    /** The names of all that the conditions read, such as {@code exitCode}; known before they are judged. */
    default Set<String> names() {
        return Set.of();
    }

    /**
     * One condition that does not hold, with what each part of it was.
     *
     * @param undecided why nobody can say whether it holds; empty when it can be said
     */
    record Failed(String text, Place at, List<Part> parts, Optional<String> undecided) {
        public Failed(String text, Place at, List<Part> parts) {
            this(text, at, parts, Optional.empty());
        }
    }

    /** {@code status} was {@code 503}. The column counts characters (code points) from 0 within the condition's text. */
    record Part(String text, int column, String value) {}
}
