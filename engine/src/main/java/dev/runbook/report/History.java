package dev.runbook.report;

import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The runs of a store, newest first. The first and last records of each journal are read; for the runs that are listed,
 * the chain between them is verified.
 */
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
