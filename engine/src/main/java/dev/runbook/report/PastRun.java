package dev.runbook.report;

import dev.runbook.journal.Entry;
import dev.runbook.journal.JournalEnds;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.JournalScan;
import dev.runbook.journal.ReportedStatus;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunLifecycle;
import dev.runbook.journal.event.Mode;
import dev.runbook.journal.event.Objective;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run as a line of the history. Times are milliseconds.
 *
 * @param flaw what is wrong with its journal, for people; empty when nothing is
 * @param runbook empty if there is no first record, like everything else it contains
 * @param exitCode -1 while it has none
 * @param clockMs time on the RTO clock, -1 without an RTO or while the run has not ended
 * @param rtoMs -1 without an RTO
 * @param partial which part of the runbook the operator chose, empty for the whole
 * @param notUndone how many steps were to be undone and were not
 * @param resumes who resumed it and why; only for a run that was {@linkplain #checked checked}
 */
public record PastRun(
        String id,
        String runbook,
        String environment,
        Optional<Mode> mode,
        ReportedStatus status,
        String flaw,
        int exitCode,
        Instant startedAt,
        String who,
        long tookMs,
        long clockMs,
        long rtoMs,
        String partial,
        int notUndone,
        List<Resumed> resumes) {

    /** Reads a run; empty while an engine process is about to write the first record. */
    static Optional<PastRun> of(RunFolder folder) {
        try {
            JournalEnds ends = folder.ends();
            return ends.started()
                    .map(started -> of(folder, ends, started))
                    .or(() -> withoutStart(folder, folder.lifecycle()));
        } catch (JournalException unreadable) {
            return Optional.of(flawed(folder, ReportedStatus.UNREADABLE, unreadable.getMessage()));
        }
    }

    private static Optional<PastRun> withoutStart(RunFolder folder, RunLifecycle lifecycle) {
        return switch (lifecycle.kind()) {
            case DAMAGED ->
                Optional.of(flawed(
                        folder, ReportedStatus.DAMAGED, folder.scan().flaw().orElse("")));
            case EMPTY -> Optional.of(flawed(folder, ReportedStatus.EMPTY, "no record"));
            default -> Optional.empty();
        };
    }

    /** Creates the entry of a run whose first record is unreadable: its id still contains the time. */
    private static PastRun flawed(RunFolder folder, ReportedStatus status, String flaw) {
        return new PastRun(
                folder.id(),
                "",
                "",
                Optional.empty(),
                status,
                flaw,
                -1,
                folder.createdAt(),
                "",
                -1,
                -1,
                -1,
                "",
                0,
                List.of());
    }

    /** Returns the same, or a damaged run if a record between its first and last one was changed. */
    PastRun checked(RunFolder folder) {
        try {
            if (!flaw.isEmpty()) {
                return this;
            }
            JournalScan scan = folder.scan();
            return scan.flaw()
                    .map(found -> with(ReportedStatus.DAMAGED, found, List.of()))
                    .orElse(with(status, "", scan.resumes()));
        } catch (JournalException unreadable) {
            return with(ReportedStatus.UNREADABLE, unreadable.getMessage(), List.of());
        }
    }

    private PastRun with(ReportedStatus status, String flaw, List<Resumed> resumes) {
        return new PastRun(
                id,
                runbook,
                environment,
                mode,
                status,
                flaw,
                exitCode,
                startedAt,
                who,
                tookMs,
                clockMs,
                rtoMs,
                partial,
                notUndone,
                resumes);
    }

    private static PastRun of(RunFolder folder, JournalEnds ends, RunStarted started) {
        Entry last = ends.last().orElseThrow();
        boolean live = ends.finished().isEmpty() && folder.live();
        // usually the last record; a stop requested too late may be recorded after it
        Optional<RunFinished> finished =
                live ? Optional.empty() : ends.finished().or(() -> folder.read().end());
        ReportedStatus status = finished.map(end -> ReportedStatus.of(end.status()))
                .orElse(live ? ReportedStatus.RUNNING : ReportedStatus.INTERRUPTED);
        long clock = finished.stream()
                .flatMap(end -> end.verdicts().stream())
                .filter(verdict -> verdict.objective() == Objective.RTO
                        && verdict.runbook().isEmpty())
                .mapToLong(Verdict::actualMs)
                .findFirst()
                .orElse(-1);
        return new PastRun(
                folder.id(),
                started.runbook().id(),
                started.environment().name(),
                Optional.of(started.mode()),
                status,
                "",
                finished.map(RunFinished::exitCode).orElse(-1),
                ends.first().orElseThrow().at(),
                started.engine().who(),
                last.sinceStartNanos() / 1_000_000,
                clock,
                started.targets().rtoMs(),
                started.selection().describe(),
                Math.max(0, finished.map(RunFinished::notUndone).orElse(0)),
                List.of());
    }
}
