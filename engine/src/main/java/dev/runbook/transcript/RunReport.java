package dev.runbook.transcript;

import dev.runbook.journal.RecordMap;
import dev.runbook.journal.ReportedStatus;
import dev.runbook.journal.event.EngineProcess;
import dev.runbook.journal.event.EnvironmentInfo;
import dev.runbook.journal.event.FailurePath;
import dev.runbook.journal.event.FiredTrigger;
import dev.runbook.journal.event.Mode;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.RunbookInfo;
import dev.runbook.journal.event.Selection;
import dev.runbook.journal.event.Targets;
import dev.runbook.journal.event.Verdict;
import dev.runbook.json.JsonWriter;
import dev.runbook.model.RunView;
import dev.runbook.model.StepState;
import dev.runbook.model.StepView;
import dev.runbook.model.UndoReport;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a run for programs, which {@code runbook run --json} prints. Its members are those of
 * {@link RunDocument} with the same names, and their parts are those of the journal's records.
 *
 * @param format increases when an existing member changes its meaning; new members may be added at any time
 * @param exitCode null while the run has not ended
 * @param elapsedMs since the run's start, up to its last record
 * @param failedAt the innermost steps that failed
 * @param failures the steps that did not end well, tolerated ones included
 * @param undos the steps that were to be undone
 * @param faultsNotReached of a drill: the injected faults that it did not reach
 * @param answeredByDrill of a drill: the questions that it answered in place of people
 * @param clockFactor of a drill: how many times faster waits of a fixed length passed; 1 at real speed. All times count
 *     them in full
 * @param failurePaths of a drill: the failure paths of the runbook, and whether any run here took them
 */
public record RunReport(
        int format,
        Run run,
        ReportedStatus status,
        int exitCode,
        String cause,
        long elapsedMs,
        boolean resumable,
        List<String> failedAt,
        List<Verdict> verdicts,
        List<Failure> failures,
        List<UndoReport.Undo> undos,
        List<String> faultsNotReached,
        List<String> answeredByDrill,
        int clockFactor,
        List<FailurePath> failurePaths,
        Journal journal) {
    /** The format that this engine writes. */
    public static final int FORMAT = 2;

    /**
     * What was run.
     *
     * @param startedAt by the wall clock, an ISO text
     * @param trigger the trigger that started it; null if none did
     * @param timeToDetectMs from the first bad sample of that trigger to the start of the RTO clock
     * @param breakToDecisionMs from the fault that a drill has put in to the decision of that trigger
     */
    public record Run(
            String id,
            Mode mode,
            RunbookInfo runbook,
            EnvironmentInfo environment,
            EngineProcess engine,
            Targets targets,
            String startedAt,
            Selection selection,
            Map<String, String> parameters,
            Optional<FiredTrigger> trigger,
            long timeToDetectMs,
            long breakToDecisionMs) {}

    /**
     * A step that did not end well.
     *
     * @param tolerance why the run continued nevertheless
     * @param by whose handler or quorum tolerated it
     */
    public record Failure(String step, StepState state, String cause, RunView.Tolerance tolerance, String by) {}

    /**
     * The journal that the report was made from.
     *
     * @param head the hash of the last good record
     * @param damage null when the journal is intact
     */
    public record Journal(long records, String head, String damage) {}

    public static RunReport of(RunView run) {
        RunStarted started = run.started();
        return new RunReport(
                FORMAT,
                new Run(
                        started.run(),
                        started.mode(),
                        started.runbook(),
                        started.environment(),
                        started.engine(),
                        started.targets(),
                        run.startedAt().truncatedTo(ChronoUnit.MILLIS).toString(),
                        started.selection(),
                        started.parameters(),
                        started.trigger(),
                        run.timeToDetect().map(Duration::toMillis).orElse(-1L),
                        run.breakToDecision().map(Duration::toMillis).orElse(-1L)),
                run.status(),
                run.finished().map(RunFinished::exitCode).orElse(-1),
                run.cause(),
                run.endMs(),
                run.resumable(),
                run.trace().failed(),
                run.verdicts(),
                run.failures().stream().map(RunReport::failure).toList(),
                run.undos(),
                run.faultsNotReached(),
                run.answeredByDrill(),
                run.clockFactor(),
                run.failurePaths(),
                new Journal(run.records(), run.head(), run.damage()));
    }

    private static Failure failure(RunView.Failure failure) {
        StepView step = failure.step();
        return new Failure(
                step.path(),
                step.state(),
                step.cause(),
                failure.tolerance(),
                failure.tolerated() ? failure.by().path() : "");
    }

    /** Returns the report as JSON. */
    public String json() {
        return JsonWriter.pretty(RecordMap.of(this)) + "\n";
    }
}
