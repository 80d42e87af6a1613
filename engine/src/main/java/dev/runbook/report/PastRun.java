package dev.runbook.report;

import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.JournalEnds;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.JournalScan;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunLifecycle;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * A run as a line of the history. Times are milliseconds.
 *
 * @param status {@code succeeded}, {@code failed}, {@code fellBack}, {@code aborted}, {@code running},
 * {@code interrupted}, {@code empty} when its engine died before the first record, {@code damaged} or
 * {@code unreadable}
 * @param flaw what is wrong with its journal, for people; empty when nothing is
 * @param runbook empty if there is no first record, like everything else it contains
 * @param exitCode -1 while it has none
 * @param clockMs time on the RTO clock, -1 without an RTO or while the run has not ended
 * @param rtoMs -1 without an RTO
 * @param part which part of the runbook the operator chose, empty for the whole
 * @param notTakenBack how many steps were to be undone and were not
 * @param resumes who resumed it and why; only for a run that was {@linkplain #checked checked}
 */
public record PastRun(
        String id,
        String runbook,
        String environment,
        String mode,
        String status,
        String flaw,
        int exitCode,
        Instant startedAt,
        String who,
        long tookMs,
        long clockMs,
        long rtoMs,
        String part,
        int notTakenBack,
        List<Event.Resumed> resumes) {

    private static final DateTimeFormatter STARTED =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** Reads a run; empty while an engine process is about to write the first record. */
    static Optional<PastRun> of(RunFolder folder) {
        try {
            JournalEnds ends = folder.ends();
            Optional<PastRun> told =
                    ends.first().flatMap(first -> ends.last().flatMap(last -> of(folder, first, last)));
            return told.isPresent() ? told : untold(folder, folder.standing());
        } catch (JournalException unreadable) {
            return Optional.of(flawed(folder, "unreadable", unreadable.getMessage()));
        }
    }

    private static Optional<PastRun> untold(RunFolder folder, RunLifecycle standing) {
        return switch (standing.kind()) {
            case DAMAGED ->
                Optional.of(flawed(folder, "damaged", folder.scan().flaw().orElse("")));
            case EMPTY -> Optional.of(flawed(folder, "empty", "no record"));
            default -> Optional.empty();
        };
    }

    /** Creates the entry of a run whose first record is unreadable: its id still contains the time. */
    private static PastRun flawed(RunFolder folder, String status, String flaw) {
        Instant at = STARTED.parse(folder.id().substring(0, folder.id().lastIndexOf('-')), Instant::from);
        return new PastRun(folder.id(), "", "", "", status, flaw, -1, at, "", -1, -1, -1, "", 0, List.of());
    }

    /** Returns the same, or a damaged run if a record between its first and last one was changed. */
    PastRun checked(RunFolder folder) {
        try {
            if (!flaw.isEmpty()) {
                return this;
            }
            JournalScan scan = folder.scan();
            return scan.flaw().map(found -> with("damaged", found, List.of())).orElse(with(status, "", scan.resumes()));
        } catch (JournalException unreadable) {
            return with("unreadable", unreadable.getMessage(), List.of());
        }
    }

    private PastRun with(String status, String flaw, List<Event.Resumed> resumes) {
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
                part,
                notTakenBack,
                resumes);
    }

    /** Returns the run's end, usually the last record; a stop requested too late may be recorded after it. */
    private static Optional<Event.RunFinished> end(RunFolder folder, Entry last) {
        return last.event() instanceof Event.RunFinished end
                ? Optional.of(end)
                : folder.read().end();
    }

    private static Optional<PastRun> of(RunFolder folder, Entry first, Entry last) {
        if (!(first.event() instanceof Event.RunStarted started)) {
            return Optional.empty();
        }
        boolean live = !(last.event() instanceof Event.RunFinished) && folder.live();
        Optional<Event.RunFinished> finished = live ? Optional.empty() : end(folder, last);
        String status = finished.map(Event.RunFinished::status).orElse(live ? "running" : "interrupted");
        long clock = finished.stream()
                .flatMap(end -> end.verdicts().stream())
                .filter(verdict -> verdict.promise().equals("RTO"))
                .mapToLong(Event.Verdict::actualMs)
                .findFirst()
                .orElse(-1);
        return Optional.of(new PastRun(
                folder.id(),
                started.runbook(),
                started.environment(),
                started.mode(),
                status,
                "",
                finished.map(Event.RunFinished::exitCode).orElse(-1),
                first.at(),
                started.who(),
                last.sinceStartNanos() / 1_000_000,
                clock,
                started.rtoMs(),
                started.part(),
                Math.max(0, finished.map(Event.RunFinished::notTakenBack).orElse(0)),
                List.of()));
    }
}
