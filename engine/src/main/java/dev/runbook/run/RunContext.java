package dev.runbook.run;

import dev.runbook.action.Resources;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Masker;
import dev.runbook.journal.Event;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What everything in one run shares.
 *
 * @param grace how long after TERM before KILL
 */
record RunContext(
        String id,
        Environment environment,
        Clock clock,
        Recorder recorder,
        Outputs outputs,
        Notices notices,
        Progress progress,
        CancellationScope stops,
        Resources resources,
        StepSelection selection,
        Injections injections,
        JournalReplay past,
        Resumption resumption,
        Duration grace) {

    void record(Event event) {
        recorder.record(event);
    }

    /** For what a resumed run comes by again on its way: recorded unless it stands in the journal already. */
    void recordOnce(Event event) {
        if (!past.describe(event)) {
            recorder.record(event);
        }
    }

    /** Why a step or forEach is not to be run, on record from then on; empty if it is. A resumed run leaves out what it left out before. */
    Optional<String> leftOut(String path) {
        Optional<String> why = chosen().why(path);
        why.ifPresent(reason -> recordOnce(new Event.StepSkipped(path, reason)));
        return why;
    }

    /** Whether a person has left out some of the runbook. */
    boolean partial() {
        return !chosen().leftOut().isEmpty();
    }

    private StepSelection chosen() {
        return past.selection().orElse(selection);
    }

    Masker masker() {
        return environment.secrets().masker();
    }

    String mask(String text) {
        return masker().mask(text);
    }
}
