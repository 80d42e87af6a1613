package dev.runbook.run.execution;

import dev.runbook.plan.Budget;
import dev.runbook.time.Clock;
import dev.runbook.time.Deadline;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.Optional;

/**
 * The time by which something must have ended, and whose budget sets it.
 *
 * @param owner for people, e.g. {@code the budget of 'System checks'}
 */
record Limit(Deadline deadline, Duration granted, String owner) {
    static Limit none(Clock clock) {
        return new Limit(Deadline.never(clock), Duration.ZERO, "");
    }

    /** Returns whether nothing has set a limit. */
    boolean isNone() {
        return owner.isEmpty();
    }

    /** Returns the tighter of this limit and a budget that starts now. */
    Limit within(Optional<Budget> budget, String name) {
        return budget.map(b -> within(b.stopsAfter(), "the budget of '" + name + "'"))
                .orElse(this);
    }

    Limit within(Duration time, String whose) {
        Deadline own = deadline.orIn(time);
        return own.atNanos() == deadline.atNanos() ? this : new Limit(own, time, whose);
    }

    Duration remaining() {
        return deadline.remaining();
    }

    boolean passed() {
        return deadline.passed();
    }

    /** {@code the budget of 'Blue answers' (1m 30s) is used up}. */
    String usedUp() {
        return owner + " (" + TimeText.of(granted) + ") is used up";
    }
}
