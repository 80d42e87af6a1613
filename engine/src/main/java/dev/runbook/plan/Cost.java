package dev.runbook.plan;

import java.time.Duration;

/**
 * How long a node may take, by its budgets.
 *
 * @param time the sum; a part without a budget counts as zero
 * @param complete whether every part has a budget, so that the sum is a bound
 * @param note how the figure was computed, for the printed sum; may be empty
 */
public record Cost(Duration time, boolean complete, String note) {
    public static final Cost NOTHING = new Cost(Duration.ZERO, true, "");

    static Cost of(Duration time) {
        return new Cost(time, true, "");
    }

    static Cost none(String note) {
        return new Cost(Duration.ZERO, false, note);
    }

    Cost with(String other) {
        return new Cost(time, complete, other);
    }

    Cost plus(Cost other) {
        return new Cost(time.plus(other.time), complete && other.complete, "");
    }
}
