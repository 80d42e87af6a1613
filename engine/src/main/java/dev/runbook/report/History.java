package dev.runbook.report;

import dev.runbook.journal.RunFolder;
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

    /** The folders of the ended runs of one runbook in one environment, newest first. */
    static List<RunFolder> of(RunStore runs, String runbook, String environment, int most) {
        return runs.list().stream()
                .filter(folder -> PastRun.of(folder)
                        .filter(run -> run.runbook().equals(runbook)
                                && run.environment().equals(environment)
                                && run.exitCode() >= 0)
                        .isPresent())
                .limit(most)
                .toList();
    }
}
