package dev.runbook.report;

import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The runs of a store, newest first. Both ends of each journal are read; of those that are listed, the chain between is followed. */
public final class History {
    private History() {}

    public static List<PastRun> of(RunStore runs, Predicate<PastRun> wanted, int most) {
        List<PastRun> past = new ArrayList<>();
        for (RunFolder folder : runs.list()) {
            if (past.size() == most) {
                break;
            }
            PastRun.of(folder).filter(wanted).ifPresent(run -> past.add(run.checked(folder)));
        }
        return past;
    }
}
