package dev.runbook.run;

import dev.runbook.journal.Event;
import dev.runbook.plan.ClockMark;
import dev.runbook.plan.CriticalPath;
import dev.runbook.plan.Node;
import dev.runbook.plan.Plan;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.Optional;

/** Tells before a breach that the promise is at risk: what has gone plus what is still to come by its budgets. */
final class Outlook {
    /** Budgets that fill the promise to the second leave no room for the engine's own milliseconds; nor do they need it. */
    private static final Duration NOISE = Duration.ofSeconds(1);

    private final Plan plan;
    private final PromiseClock clock;
    private boolean told;

    Outlook(Plan plan, PromiseClock clock) {
        this.plan = plan;
        this.clock = clock;
    }

    /** Looks at the promise from the moment before {@code next}; tells once. */
    synchronized Optional<Event.AtRisk> before(Node next) {
        return atRisk(remaining(next), "steps so far took longer than the plan left room for");
    }

    /** The run leaves its plan for another runbook. */
    synchronized Optional<Event.AtRisk> fallingBack(Plan other) {
        return atRisk(
                CriticalPath.of(other).time(),
                "falling back to " + other.id() + " takes up to "
                        + TimeText.of(CriticalPath.of(other).time()));
    }

    private Optional<Event.AtRisk> atRisk(Duration toCome, String why) {
        if (told || plan.promise().isEmpty() || !clock.running()) {
            return Optional.empty();
        }
        Duration expected = clock.elapsed().plus(toCome);
        Duration rto = plan.promise().get().rto();
        if (expected.compareTo(rto.plus(NOISE)) <= 0) {
            return Optional.empty();
        }
        told = true;
        return Optional.of(new Event.AtRisk(expected.toMillis(), rto.toMillis(), why));
    }

    /** By budgets, from {@code next} to the end of the promise. */
    private Duration remaining(Node next) {
        Duration sum = Duration.ZERO;
        boolean reached = false;
        for (Node node : plan.nodes()) {
            reached |= node == next;
            if (reached && node instanceof ClockMark mark && mark.kind() == ClockMark.Kind.STOP) {
                break;
            }
            if (reached) {
                sum = sum.plus(CriticalPath.of(node).time());
            }
        }
        return sum;
    }
}
