package dev.runbook.run;

import dev.runbook.action.Resources;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Masker;
import dev.runbook.journal.Event;
import dev.runbook.time.Clock;
import java.time.Duration;

/**
 * What everything in one run shares.
 *
 * @param grace how long after TERM before KILL
 */
record RunContext(
        String id,
        Mode mode,
        Environment environment,
        Clock clock,
        Recorder recorder,
        Outputs outputs,
        Notices notices,
        Progress progress,
        Stops stops,
        Resources resources,
        Selection selection,
        Injections injections,
        Past past,
        Resumption resumption,
        Duration grace) {

    void record(Event event) {
        recorder.record(event);
    }

    /** For what a resumed run comes by again on its way: recorded unless it stands in the journal already. */
    void recordOnce(Event event) {
        if (!past.told(event)) {
            recorder.record(event);
        }
    }

    Masker masker() {
        return environment.secrets().masker();
    }

    String mask(String text) {
        return masker().mask(text);
    }
}
