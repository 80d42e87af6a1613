package dev.runbook.report;

import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.JournalEnds;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.RunFolder;
import java.time.Instant;
import java.util.Optional;

/**
 * A run in a line of the history. Times are milliseconds.
 *
 * @param status {@code succeeded}, {@code failed}, {@code fellBack}, {@code aborted}, {@code running} or {@code interrupted}
 * @param exitCode -1 while it has none
 * @param clockMs what went of the promise, -1 when there was none or the run has not ended
 * @param rtoMs -1 without a promise
 */
public record PastRun(
        String id,
        String runbook,
        String environment,
        String mode,
        String status,
        int exitCode,
        Instant startedAt,
        String who,
        long tookMs,
        long clockMs,
        long rtoMs) {

    /** Empty for a folder whose journal holds no record or cannot be read. */
    static Optional<PastRun> of(RunFolder folder) {
        try {
            JournalEnds ends = folder.ends();
            return ends.first().flatMap(first -> ends.last().flatMap(last -> of(folder, first, last)));
        } catch (JournalException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<PastRun> of(RunFolder folder, Entry first, Entry last) {
        if (!(first.event() instanceof Event.RunStarted started)) {
            return Optional.empty();
        }
        Optional<Event.RunFinished> finished =
                last.event() instanceof Event.RunFinished end ? Optional.of(end) : Optional.empty();
        String status =
                finished.map(Event.RunFinished::status).orElseGet(() -> folder.live() ? "running" : "interrupted");
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
                finished.map(Event.RunFinished::exitCode).orElse(-1),
                first.at(),
                started.who(),
                last.sinceStartNanos() / 1_000_000,
                clock,
                started.rtoMs()));
    }
}
