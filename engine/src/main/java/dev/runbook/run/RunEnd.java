package dev.runbook.run;

import dev.runbook.journal.event.RunStatus;

/** How a run ended, and the exit code that says so. */
public record RunEnd(String run, RunStatus status, int exitCode, String cause) {}
