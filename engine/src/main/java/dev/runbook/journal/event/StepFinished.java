package dev.runbook.journal.event;

import dev.runbook.value.Result;

/**
 * A step ended; on disk before the next step starts.
 *
 * @param by what decided the end
 * @param stopsWrites whether no writes happen after its end, if it ended ok
 */
public record StepFinished(String step, Result result, int attempts, String cause, DecidedBy by, boolean stopsWrites)
        implements Event {}
