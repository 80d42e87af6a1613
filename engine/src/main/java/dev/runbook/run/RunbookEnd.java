package dev.runbook.run;

/** How one runbook of a run ended: the run's own, or one that was followed. */
record RunbookEnd(RunStatus status, String cause) {}
