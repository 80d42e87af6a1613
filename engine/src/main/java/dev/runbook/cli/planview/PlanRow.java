package dev.runbook.cli.planview;

import dev.runbook.plan.DurationSummary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One line of a plan.
 *
 * @param number its position; 0 for what has none (a handler, a probe, a mark of the clock)
 * @param kind the word of the language: {@code step}, {@code verify}, {@code parallel}, {@code notify}, {@code onFailure}
 * @param doneBy when it ends at the latest by the budgets, from the start of the run; empty where no budget bounds it,
 *     and off the path on which nothing fails
 * @param usual how long it took in earlier runs, where it is known
 * @param critical whether the path that takes longest goes through it
 * @param command what would run, line by line
 * @param notes what else was declared: attempts, polls, conditions
 */
public record PlanRow(
        int number,
        int depth,
        String kind,
        String name,
        Optional<Duration> budget,
        Optional<Duration> doneBy,
        Optional<DurationSummary> usual,
        boolean critical,
        String action,
        List<String> command,
        List<String> notes) {
    public PlanRow {
        command = List.copyOf(command);
        notes = List.copyOf(notes);
    }

    /** A line without a number and a budget: a handler and its ending, a message, a mark of the clock. */
    static PlanRow mark(String kind, String name, int depth) {
        return new PlanRow(
                0,
                depth,
                kind,
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                "",
                List.of(),
                List.of());
    }

    PlanRow doing(String action, List<String> command, List<String> notes) {
        return new PlanRow(number, depth, kind, name, budget, doneBy, usual, critical, action, command, notes);
    }
}
