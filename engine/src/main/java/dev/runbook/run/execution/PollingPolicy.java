package dev.runbook.run.execution;

import dev.runbook.plan.Task;
import dev.runbook.run.state.AttemptEnd;
import dev.runbook.time.Clock;
import dev.runbook.time.Durations;
import dev.runbook.time.TimeText;
import dev.runbook.value.Result;
import java.time.Duration;

/**
 * Polls until the condition holds, and has held for as long as required; makes one last attempt when the rest of the
 * budget is shorter than a wait.
 */
final class PollingPolicy implements AttemptPolicy {
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** How much longer the last attempt may take than the one before it, unless a tenth of a wait is less. */
    private static final Duration MORE = Duration.ofSeconds(1);

    private final Clock clock;
    private final Limit limit;
    private final Duration every;
    private final Duration holds;
    private final long began;
    private long asked;
    private long goodSince;
    private boolean good;

    PollingPolicy(Task task, Limit limit, Clock clock) {
        this.clock = clock;
        this.limit = limit;
        this.every = task.every().orElse(EVERY);
        this.holds = task.holds().orElse(Duration.ZERO);
        this.began = clock.nanos();
        this.asked = began;
    }

    @Override
    public Decision after(AttemptEnd attempt, int number) {
        if (attempt.result() == Result.CANCELLED) {
            return new Over(attempt);
        }
        Decision decision = attempt.result() == Result.OK ? whileGood(attempt) : whileBad(attempt);
        if (decision instanceof Wait wait) {
            asked = clock.nanos() + wait.time().toNanos();
        }
        return decision;
    }

    private Decision whileGood(AttemptEnd attempt) {
        if (!good) {
            good = true;
            goodSince = clock.nanos();
        }
        Duration missing = holds.minusNanos(clock.nanos() - goodSince);
        if (missing.isNegative() || missing.isZero()) {
            return new Over(attempt);
        }
        if (missing.compareTo(limit.remaining()) > 0) {
            return new Over(tooLate(attempt, "it holds, but "));
        }
        return new Wait(Durations.shorter(every, missing), "must hold " + TimeText.of(missing) + " longer", true);
    }

    private Decision whileBad(AttemptEnd attempt) {
        good = false;
        Duration wait = Durations.shorter(every, limit.remaining().minus(mustRemain()));
        if (!wait.isNegative() && !wait.isZero()) {
            return new Wait(wait, "until it holds", false);
        }
        return new Over(
                holds.isZero() || limit.passed()
                        ? new AttemptEnd(
                                Result.TIMED_OUT,
                                "did not hold within " + TimeText.of(Duration.ofNanos(clock.nanos() - began))
                                        + "; the last answer: " + attempt.cause(),
                                attempt.values())
                        : tooLate(attempt, attempt.cause() + "; "));
    }

    /** Returns how much time must remain for another poll to make sense: the time to answer, or to hold. */
    private Duration mustRemain() {
        return holds.isZero()
                ? Duration.ofNanos(clock.nanos() - asked).plus(Durations.shorter(MORE, every.dividedBy(10)))
                : holds;
    }

    private AttemptEnd tooLate(AttemptEnd attempt, String before) {
        return new AttemptEnd(
                Result.TIMED_OUT,
                before + "it must hold " + TimeText.of(holds) + " and only " + TimeText.of(limit.remaining()) + " of "
                        + limit.owner() + " is left",
                attempt.values());
    }
}
