package dev.runbook.journal.event;

import dev.runbook.value.Result;

/**
 * An {@code onFailure} block ended.
 *
 * @param result {@code OK}, {@code FAILED} if a step of it failed, {@code CANCELLED} if it was stopped
 * @param cause which step failed, for people
 */
public record HandlerFinished(String of, String runbook, HandlerEnding ending, Result result, String cause)
        implements Event {}
