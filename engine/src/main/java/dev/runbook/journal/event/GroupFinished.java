package dev.runbook.journal.event;

import dev.runbook.value.Result;

/** A phase, a parallel or a {@code forEach} ended. */
public record GroupFinished(String step, Result result, MemberCounts members, String cause) implements Event {}
