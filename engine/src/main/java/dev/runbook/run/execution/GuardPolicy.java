package dev.runbook.run.execution;

import dev.runbook.plan.Task;
import dev.runbook.run.state.AttemptEnd;
import dev.runbook.value.Result;
import java.time.Duration;

/**
 * Takes samples until one does not hold, or the guard is stopped. A sample without an answer is evidence of nothing:
 * the guard continues.
 */
final class GuardPolicy implements AttemptPolicy {
    private final Duration every;

    GuardPolicy(Task task) {
        this.every = task.every().orElseThrow();
    }

    @Override
    public Decision after(AttemptEnd attempt, int number) {
        boolean over = attempt.result() == Result.CANCELLED || (attempt.result() != Result.OK && attempt.answered());
        return over
                ? new Over(attempt)
                : new Wait(every, attempt.result() == Result.OK ? "it holds" : "no answer", false);
    }
}
