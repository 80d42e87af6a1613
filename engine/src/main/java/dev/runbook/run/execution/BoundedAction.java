package dev.runbook.run.execution;

import dev.runbook.AuthorException;
import dev.runbook.action.Action;
import dev.runbook.action.Attempt;
import dev.runbook.action.CancellationToken;
import dev.runbook.action.Outcome;
import dev.runbook.time.Clock;

/** Performs one action and requests its stop at its deadline. */
public final class BoundedAction {
    private BoundedAction() {}

    /** Returns the outcome; what the action refuses to do is a failure. */
    public static Outcome perform(Action action, Attempt attempt) {
        Clock.Alarm alarm = attempt.clock()
                .after(attempt.deadline().remaining(), () -> attempt.stop().request(CancellationToken.Reason.DEADLINE));
        try {
            return action.perform(attempt);
        } catch (AuthorException refused) {
            return Outcome.failed(refused.getMessage());
        } finally {
            alarm.cancel();
        }
    }
}
