package dev.runbook.watch;

import dev.runbook.journal.event.RunStatus;
import java.time.Instant;

/**
 * A run that has ended.
 *
 * @param run its id
 * @param at when it ended
 */
public record EndedRun(String run, String runbook, RunStatus status, Instant at) {
    /** Returns the run for people: {@code 20260131-120000-ab, shop/rollback: failed}. */
    public String describe() {
        return run + ", " + runbook + ": " + status.word();
    }
}
