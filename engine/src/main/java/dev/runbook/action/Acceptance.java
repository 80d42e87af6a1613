package dev.runbook.action;

/** What a step expects of its action; asked by an action that can still take back what it has done. */
@FunctionalInterface
public interface Acceptance {
    /** Judges an answer by the step's conditions, before its effects are made permanent. */
    boolean accepts(Outcome outcome);
}
