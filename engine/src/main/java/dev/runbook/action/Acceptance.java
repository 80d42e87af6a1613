package dev.runbook.action;

/** Evaluates the conditions of a step for an action that can still roll back its effects. */
@FunctionalInterface
public interface Acceptance {
    /** Evaluates an outcome before its effects are made permanent. */
    boolean accepts(Outcome outcome);
}
