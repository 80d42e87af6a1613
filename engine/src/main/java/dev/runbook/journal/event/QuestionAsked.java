package dev.runbook.journal.event;

import dev.runbook.value.StepPath;
import java.util.List;

/**
 * People are asked.
 *
 * @param kind an approve, manual, pause or choose
 * @param roles who may answer; empty means anyone who reaches the run
 * @param text what they read, in lines
 * @param choices of a {@code choose}, as text
 * @param withinMs how long they have; -1 without a limit
 * @param continued whether the question was asked before: its answers still count
 */
public record QuestionAsked(
        String step,
        StepKind kind,
        List<Role> roles,
        List<String> text,
        Silence silence,
        List<Box> boxes,
        List<String> choices,
        long withinMs,
        boolean continued)
        implements Event {
    /** Returns the question in one line: {@code Restore the database: 120 orders will be lost}. */
    public String describe() {
        return StepPath.last(step) + (text.isEmpty() ? "" : ": " + String.join(" ", text));
    }

    /** A role of the environment and the people who have it. */
    public record Role(String name, List<String> people) {
        /** Returns the role with its people: {@code engineering-lead: maria, jo}. */
        public String describe() {
            return name + ": " + String.join(", ", people);
        }
    }

    /**
     * A box to tick.
     *
     * @param number unique among the boxes of its container
     * @param byEngine whether a verify ticks it
     * @param inputs the values that a person gives with it
     */
    public record Box(int number, String text, boolean byEngine, List<Input> inputs) {}

    /** A value that a person gives; {@code oneOf} is empty for any text. */
    public record Input(String name, String help, List<String> oneOf, boolean optional) {}

    /** What silence means. */
    public enum Silence {
        TIMES_OUT,
        REJECTS,
        APPROVES,
        CHOOSES_FIRST
    }
}
