package dev.runbook.cli.planview;

import dev.runbook.forecast.DurationSummary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One line of a plan.
 *
 * @param number its position; 0 for a line without one (a handler, a probe, an RTO clock mark)
 * @param kind the word of the language: {@code step}, {@code verify}, {@code parallel}, {@code notify},
 * {@code onFailure}
 * @param doneBy the latest end by the budgets, from the start of the run; empty if no budget limits it, and for lines
 * off the path without failures
 * @param usual how long it took in earlier runs, if known
 * @param critical whether it is on the critical path
 * @param command what would run, line by line
 * @param notes other declarations: attempts, polls, conditions
 */
record PlanRow(
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

    /** Creates the line of a node that takes time; its number follows when all lines are known. */
    static PlanRow member(
            int depth,
            String kind,
            String name,
            Optional<Duration> budget,
            Optional<Duration> doneBy,
            Optional<DurationSummary> usual,
            boolean critical) {
        return new PlanRow(1, depth, kind, name, budget, doneBy, usual, critical, "", List.of(), List.of());
    }

    /** Creates a line without a number and a budget: a handler and its ending, a message, an RTO clock mark. */
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

    PlanRow numbered(int position) {
        return new PlanRow(position, depth, kind, name, budget, doneBy, usual, critical, action, command, notes);
    }

    PlanRow doing(String action, List<String> command, List<String> notes) {
        return new PlanRow(number, depth, kind, name, budget, doneBy, usual, critical, action, command, notes);
    }
}
