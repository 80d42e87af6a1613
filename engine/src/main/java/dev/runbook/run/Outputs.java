package dev.runbook.run;

/** Opens the place where what an attempt prints is kept and shown. */
@FunctionalInterface
interface Outputs {
    AttemptOutput open(String step, int number);
}
