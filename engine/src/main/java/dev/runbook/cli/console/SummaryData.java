package dev.runbook.cli.console;

import dev.runbook.journal.Event.Verdict;
import dev.runbook.journal.FailurePath;
import java.util.LinkedHashMap;
import java.util.Map;

/** The end of a run for programs. */
public final class SummaryData {
    private SummaryData() {}

    /**
     * Its keys: {@code run}, {@code journal}; once it has ended {@code status}, {@code exitCode}, {@code
     * cause}, {@code tookMs}, {@code verdicts}, {@code partial}, {@code letPass}, {@code takenBack}, {@code faultsNotMet}, and
     * of a drill {@code failurePaths}.
     */
    public static Map<String, Object> of(RunSummary summary) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("run", summary.run().orElse(null));
        summary.finished().ifPresent(end -> {
            data.put("status", end.status());
            data.put("exitCode", end.exitCode());
            data.put("cause", end.cause());
            data.put("tookMs", summary.took().toMillis());
            summary.rehearsed()
                    .ifPresent(paths -> data.put(
                            "failurePaths",
                            paths.paths().stream().map(SummaryData::data).toList()));
            data.putAll(summary.reservations().data());
            data.put("verdicts", end.verdicts().stream().map(SummaryData::data).toList());
        });
        data.put("journal", summary.head());
        return data;
    }

    private static Map<String, Object> data(FailurePath path) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("what", path.what());
        data.put("exercised", path.exercised());
        data.put("when", path.when());
        data.put("command", path.command());
        return data;
    }

    private static Map<String, Object> data(Verdict verdict) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("promise", verdict.promise());
        data.put("verdict", verdict.verdict());
        data.put("promisedMs", verdict.promisedMs());
        data.put("actualMs", verdict.actualMs() < 0 ? null : verdict.actualMs());
        data.put("why", verdict.why());
        return data;
    }
}
