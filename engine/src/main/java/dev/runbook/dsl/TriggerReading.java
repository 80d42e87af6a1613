package dev.runbook.dsl;

/** What is evaluated of a file's triggers, and what that must not read. Used by one thread. */
final class TriggerReading {
    private boolean beforeRun;
    private boolean measuring;

    /** From now on triggers are evaluated, for which there is no run. */
    void begin() {
        beforeRun = true;
    }

    /** Rejects a word about the run in a trigger. */
    void refuseBeforeRun(String word) {
        if (beforeRun) {
            throw new Unreadable(
                    "a trigger is evaluated before a run, so there is no '" + word + "'",
                    "read what the environment gives: setting('…'), service('…')");
        }
    }

    /** Evaluates the action of a measurement for the first time: it cannot read samples. */
    void measuring(Runnable work) {
        measuring = true;
        try {
            work.run();
        } finally {
            measuring = false;
        }
    }

    /** Rejects the values of a measurement or score in the action of a measurement. */
    void refuseInMeasurement(String task) {
        if (measuring) {
            throw new Unreadable(
                    "a measurement cannot read another one, '" + task + "'", "compare both in a trigger's when { … }");
        }
    }
}
