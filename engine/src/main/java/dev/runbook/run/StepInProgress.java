package dev.runbook.run;

import dev.runbook.journal.DecidedBy;
import dev.runbook.journal.Event;
import dev.runbook.value.NotKept;
import dev.runbook.value.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A step that had begun and not ended, or that failed and is run again.
 *
 * @param attempts the number of the last attempt, probes among them
 * @param ended how many attempts came to an end by themselves
 * @param last the last of them
 * @param cut whether an attempt was in progress, or its outcome is unknown: nobody knows whether it acted
 * @param marker of the last attempt; empty when none was made
 * @param failedAs how it had ended, if it had failed: it is run again
 */
record StepInProgress(
        int attempts, int ended, Optional<AttemptEnd> last, boolean cut, String marker, Optional<Result> failedAs) {
    static final StepInProgress JUST_BEGUN = new StepInProgress(0, 0, Optional.empty(), false, "", Optional.empty());

    /** The end of one that the runbook has no more. */
    Event gone(String step) {
        Result result = cut
                ? Result.UNKNOWN
                : failedAs.or(() -> last.map(AttemptEnd::result)).orElse(Result.SKIPPED);
        return new Event.StepFinished(
                step,
                result.word(),
                attempts,
                "the run continues without it: the runbook has no such step any more",
                DecidedBy.CHANGED_RUNBOOK,
                false);
    }

    StepInProgress started(Event.AttemptStarted attempt) {
        return new StepInProgress(attempt.number(), ended, last, true, attempt.marker(), Optional.empty());
    }

    StepInProgress ended(Event.AttemptFinished attempt) {
        AttemptEnd end = new AttemptEnd(Result.of(attempt.result()), attempt.cause(), whole(attempt));
        return end.result() == Result.CANCELLED
                // how far it got nobody knows, nor whether all of it was stopped
                ? new StepInProgress(attempt.number(), ended, last, true, marker, failedAs)
                : new StepInProgress(attempt.number(), ended + 1, Optional.of(end), false, marker, failedAs);
    }

    /** The same when its probe was asked, as an attempt of this number, and said that it was not done. */
    StepInProgress notDone(int probe) {
        return new StepInProgress(probe, ended, last, cut, marker, failedAs);
    }

    /** The same, to be performed from its start: its attempts so far use up no retry. */
    StepInProgress anew() {
        return new StepInProgress(attempts, 0, Optional.empty(), cut, marker, failedAs);
    }

    StepInProgress failed(Result as, boolean unknown) {
        return new StepInProgress(attempts, ended, last, unknown, marker, Optional.of(as));
    }

    /** Whether it had failed and is run again. */
    boolean failed() {
        return failedAs.isPresent();
    }

    /** Whether it had failed and its action is performed again. */
    boolean again() {
        return failed() && last.isEmpty();
    }

    /** Whether processes of its last attempt may still run, though they are to run no more. */
    boolean mayRun() {
        return cut || failedAs.filter(Result.TIMED_OUT::equals).isPresent();
    }

    /** A value of which only a part is on record is none. */
    private static Map<String, Object> whole(Event.AttemptFinished attempt) {
        Map<String, Object> values = new LinkedHashMap<>(attempt.values());
        attempt.notKept().forEach(name -> values.put(name, new NotKept(attempt.step(), name)));
        return values;
    }
}
