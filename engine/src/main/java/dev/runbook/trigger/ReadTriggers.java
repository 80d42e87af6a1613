package dev.runbook.trigger;

import dev.runbook.plan.KnownValues;
import java.nio.file.Path;
import java.util.List;

/** Triggers that have been read once, and the means to let their conditions see samples. */
public interface ReadTriggers {
    TriggerSet set();

    /** Returns what a file declares that has no triggers any more. */
    static ReadTriggers none(String id, Path file) {
        TriggerSet empty = new TriggerSet(id, file, List.of(), List.of(), List.of(), List.of());
        return new ReadTriggers() {
            @Override
            public TriggerSet set() {
                return empty;
            }

            @Override
            public void runsWith(KnownValues samples) {
                // nothing reads them
            }
        };
    }

    /** Makes samples visible to conditions and arguments from now on; called once. */
    void runsWith(KnownValues samples);
}
