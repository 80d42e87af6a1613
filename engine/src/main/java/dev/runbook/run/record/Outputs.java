package dev.runbook.run.record;

/** Opens the place where an attempt's output is kept and shown. */
@FunctionalInterface
public interface Outputs {
    AttemptOutput open(String step, int number);
}
