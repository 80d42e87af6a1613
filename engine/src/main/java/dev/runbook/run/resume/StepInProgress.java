package dev.runbook.run.resume;

import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.DecidedBy;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.run.state.AttemptEnd;
import dev.runbook.value.NotKept;
import dev.runbook.value.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A step that had begun and not ended, or that failed and is run again.
 *
 * @param attempts the number of the last attempt, probes included
 * @param ended how many attempts ended by themselves
 * @param last the last of them
 * @param interrupted whether an attempt was in progress, or its outcome is unknown
 * @param marker of the last attempt; empty when none was made
 * @param failedAs how the step had ended, if it failed and is run again
 */
public record StepInProgress(
        int attempts,
        int ended,
        Optional<AttemptEnd> last,
        boolean interrupted,
        String marker,
        Optional<Result> failedAs) {
    static final StepInProgress JUST_BEGUN = new StepInProgress(0, 0, Optional.empty(), false, "", Optional.empty());

    /** Returns the end of a step that is no longer in the runbook. */
    Event gone(String step) {
        Result result = interrupted
                ? Result.UNKNOWN
                : failedAs.or(() -> last.map(AttemptEnd::result)).orElse(Result.SKIPPED);
        return new StepFinished(
                step,
                result,
                attempts,
                "the run continues without it: the runbook has no such step any more",
                DecidedBy.CHANGED_RUNBOOK,
                false);
    }

    StepInProgress started(AttemptStarted attempt) {
        return new StepInProgress(attempt.number(), ended, last, true, attempt.marker(), Optional.empty());
    }

    public StepInProgress ended(AttemptFinished attempt) {
        AttemptEnd end = new AttemptEnd(attempt.result(), attempt.cause(), whole(attempt));
        return end.result() == Result.CANCELLED
                // unknown how far it got, and whether all of it was stopped
                ? new StepInProgress(attempt.number(), ended, last, true, marker, failedAs)
                : new StepInProgress(attempt.number(), ended + 1, Optional.of(end), false, marker, failedAs);
    }

    /** Returns the same after a probe, as the attempt with this number, answered that the step was not done. */
    public StepInProgress notDone(int probe) {
        return new StepInProgress(probe, ended, last, interrupted, marker, failedAs);
    }

    /** Returns the same, to be performed from the start: the attempts so far use up no retry. */
    public StepInProgress restarted() {
        return new StepInProgress(attempts, 0, Optional.empty(), interrupted, marker, failedAs);
    }

    public StepInProgress failed(Result as, boolean unknown) {
        return new StepInProgress(attempts, ended, last, unknown, marker, Optional.of(as));
    }

    /** Returns whether the step had failed and is run again. */
    public boolean failed() {
        return failedAs.isPresent();
    }

    /** Returns whether the step had failed and its action is performed again. */
    public boolean again() {
        return failed() && last.isEmpty();
    }

    /** Returns whether processes of the last attempt may still run although they should not. */
    boolean mayRun() {
        return interrupted || failedAs.filter(Result.TIMED_OUT::equals).isPresent();
    }

    /** Returns the values that are recorded completely; a value recorded in part is dropped. */
    private static Map<String, Object> whole(AttemptFinished attempt) {
        Map<String, Object> values = new LinkedHashMap<>(attempt.values().complete());
        attempt.values().notKept().forEach(name -> values.put(name, new NotKept(attempt.step(), name)));
        return values;
    }
}
