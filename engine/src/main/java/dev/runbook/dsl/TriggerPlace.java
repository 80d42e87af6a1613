package dev.runbook.dsl;

import java.time.Duration;
import java.util.Optional;

/**
 * The place of a trigger.
 *
 * @param startsItself whether it starts the runbook of its file by default
 * @param every the period of the file; empty in a runbook
 */
record TriggerPlace(boolean startsItself, Optional<Duration> every) {
    static final TriggerPlace RUNBOOK = new TriggerPlace(true, Optional.empty());

    /** A triggers file has measurements that triggers share; in a runbook each trigger has its own. */
    boolean needsAction() {
        return startsItself;
    }
}
