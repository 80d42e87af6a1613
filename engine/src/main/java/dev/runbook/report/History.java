package dev.runbook.report;

import dev.runbook.journal.RunStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The runs of a store, newest first. Only both ends of each journal are read. */
public final class History {
    private History() {}

    public static List<PastRun> of(RunStore runs, Predicate<PastRun> wanted, int most) {
        return runs.list().stream()
                .map(PastRun::of)
                .flatMap(Optional::stream)
                .filter(wanted)
                .limit(most)
                .toList();
    }
}
