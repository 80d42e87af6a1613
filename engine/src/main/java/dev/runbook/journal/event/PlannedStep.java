package dev.runbook.journal.event;

/** One line of the plan, in order, as of the run's start: transcripts compare it with what happened. */
public record PlannedStep(
        String step, StepKind kind, String container, int depth, long budgetMs, String action, String command) {}
