package dev.runbook.watch;

import dev.runbook.trigger.FollowUp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What follows an ended run.
 *
 * @param reason details for people: the run that holds the lock; may be empty
 */
public record FollowUpDecision(FollowUp followUp, EndedRun run, Instant dueAt, Effect effect, String reason) {
    /** What follows. */
    public enum Effect {
        /** Nothing yet: its time has not come. */
        WAITS,
        /** Turned off in this environment. */
        DISABLED,
        /** A run holds the lock. */
        LOCKED,
        /** The runbook is started, and the message is sent. */
        STARTS
    }

    public boolean starts() {
        return effect == Effect.STARTS;
    }

    /** Returns the values of the ended run, by the names that an author uses. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("run", run.run());
        values.put("runbook", run.runbook());
        values.put("status", run.status().word());
        values.put("at", run.at().toString());
        return values;
    }
}
