package dev.runbook.run;

/** Opens the place where an attempt's output is kept and shown. */
@FunctionalInterface
interface Outputs {
    AttemptOutput open(String step, int number);
}
