package dev.runbook.journal.event;

/** A step starts; on disk before its first side effect. */
public record StepStarted(String step, StepKind kind, String action, String command, long budgetMs) implements Event {}
