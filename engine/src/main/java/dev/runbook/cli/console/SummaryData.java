package dev.runbook.cli.console;

import dev.runbook.journal.Event.RunFinished;
import dev.runbook.journal.Event.Verdict;
import dev.runbook.journal.FailurePath;
import dev.runbook.journal.UndoReport;
import dev.runbook.transcript.RunView;
import java.util.LinkedHashMap;
import java.util.Map;

/** Formats the end of a run for programs. */
public final class SummaryData {
    private SummaryData() {}

    /**
     * The keys: {@code run}, {@code journal}; once the run has ended {@code status}, {@code exitCode}, {@code cause},
     * {@code tookMs}, {@code resumable}, {@code failedAt}, {@code verdicts}, {@code partial} (null for a complete run),
     * {@code letPass} (the failed steps that were tolerated), {@code takenBack}, {@code faultsNotMet}, and for a drill
     * {@code failurePaths}.
     */
    public static Map<String, Object> of(RunSummary summary) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("run", summary.run().orElse(null));
        summary.view().ifPresent(run -> run.finished().ifPresent(end -> ended(run, end, data)));
        data.put("journal", summary.head());
        return data;
    }

    private static void ended(RunView run, RunFinished end, Map<String, Object> data) {
        data.put("status", end.status());
        data.put("exitCode", end.exitCode());
        data.put("cause", end.cause());
        data.put("tookMs", run.endMs());
        data.put("resumable", run.resumable());
        data.put("failedAt", run.trace().failed());
        if (!run.failurePaths().isEmpty()) {
            data.put(
                    "failurePaths",
                    run.failurePaths().stream().map(SummaryData::data).toList());
        }
        data.put(
                "partial", run.started().part().isEmpty() ? null : run.started().part());
        data.put(
                "letPass",
                run.failures().stream()
                        .filter(RunView.Failure::tolerated)
                        .map(failure -> failure.step().path())
                        .toList());
        data.put(
                "takenBack", run.takenBack().stream().map(UndoReport.Undo::data).toList());
        data.put("faultsNotMet", run.faultsNotMet());
        data.put("verdicts", end.verdicts().stream().map(SummaryData::data).toList());
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
        data.put("loss", verdict.loss().isRecorded() ? verdict.loss().data() : null);
        return data;
    }
}
