package dev.runbook.run.execution;

import dev.runbook.plan.Retry;
import dev.runbook.plan.Task;
import dev.runbook.run.state.AttemptEnd;
import dev.runbook.time.TimeText;
import dev.runbook.value.Result;
import java.time.Duration;
import java.util.Optional;

/** Makes further attempts until one is ok, as {@code retry} allows. */
final class RetryPolicy implements AttemptPolicy {
    private final Optional<Retry> retry;
    private final boolean mayRepeatUnknown;
    private final Limit limit;

    RetryPolicy(Task task, Limit limit) {
        this.retry = task.retry();
        this.mayRepeatUnknown = task.repeatable();
        this.limit = limit;
    }

    @Override
    public Decision after(AttemptEnd attempt, int number) {
        if (attempt.result() == Result.OK || attempt.result() == Result.CANCELLED || limit.passed()) {
            return new Over(attempt);
        }
        if (retry.isEmpty() || number > retry.get().times()) {
            return new Over(attempt);
        }
        if (attempt.result() == Result.UNKNOWN && !mayRepeatUnknown) {
            return new Over(with(attempt, "not tried again: the step is not idempotent()"));
        }
        Duration wait = retry.get().waitAfter(number);
        if (wait.compareTo(limit.remaining()) >= 0) {
            return new Over(with(
                    attempt,
                    "no time for another attempt: " + TimeText.of(limit.remaining()) + " left of " + limit.owner()));
        }
        return new Wait(
                wait, "before attempt " + (number + 1) + " of " + (retry.get().times() + 1), false);
    }

    private static AttemptEnd with(AttemptEnd attempt, String more) {
        return new AttemptEnd(attempt.result(), attempt.cause() + "; " + more, attempt.values());
    }
}
