package dev.runbook.journal.event;

/** A phase, a parallel or a {@code forEach} starts. */
public record GroupStarted(String step, StepKind kind, long budgetMs, int members) implements Event {}
