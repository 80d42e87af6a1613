package dev.runbook.trigger;

import dev.runbook.plan.KnownValues;

/** Triggers that have been read once, and the means to let their conditions see samples. */
public interface ReadTriggers {
    TriggerSet set();

    /** Makes samples visible to conditions and arguments from now on; called once. */
    void runsWith(KnownValues samples);
}
