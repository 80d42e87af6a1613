package dev.runbook.cli.console;

import dev.runbook.journal.Entry;
import dev.runbook.journal.JournalText;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.transcript.RunReport;
import dev.runbook.transcript.RunView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects the records of a run in progress, for the final output by {@link SummaryText} and {@link RunReport}. Both
 * read them as the transcripts do, through {@link RunView}. Thread-safe.
 */
public final class RunSummary {
    private final List<Entry> entries = new ArrayList<>();

    /** Takes in an entry of the run. */
    public synchronized void recorded(Entry entry) {
        entries.add(lean(entry));
    }

    /** Drops the results of a step, which may be large and are not shown. */
    private static Entry lean(Entry entry) {
        if (!(entry.event() instanceof AttemptFinished attempt)) {
            return entry;
        }
        AttemptFinished without = attempt.withoutValues();
        return new Entry(entry.number(), entry.at(), entry.sinceStartNanos(), without, entry.hash());
    }

    /** The run's id, once it has one. */
    public synchronized Optional<String> run() {
        return entries.stream()
                .map(Entry::event)
                .filter(RunStarted.class::isInstance)
                .map(event -> ((RunStarted) event).run())
                .findFirst();
    }

    /** The time from the first record to the last so far. */
    public synchronized Duration took() {
        return entries.isEmpty() ? Duration.ZERO : Duration.ofNanos(last().sinceStartNanos());
    }

    /** Whether the run went as intended and needs no attention. */
    public boolean uneventful() {
        return finished()
                .filter(end -> end.exitCode() == 0 && end.notUndone() == 0)
                .isPresent();
    }

    public boolean succeeded() {
        return finished().filter(end -> end.exitCode() == 0).isPresent();
    }

    /** The end of a finished run: a late stop request may have been recorded after it. */
    synchronized Optional<RunFinished> finished() {
        return text().end();
    }

    /** The hash of the last record so far, which identifies the whole journal. */
    synchronized String head() {
        return entries.isEmpty() ? "" : last().hash();
    }

    /** The run as every transcript shows it; empty before its first record. */
    synchronized Optional<RunView> view() {
        return RunView.of(text(), Optional.empty());
    }

    /** The end of the run for programs; empty before its first record. */
    public Optional<RunReport> report() {
        return view().map(RunReport::of);
    }

    private JournalText text() {
        return new JournalText(List.copyOf(entries), 0, JournalText.Tail.NONE, "");
    }

    private Entry last() {
        return entries.get(entries.size() - 1);
    }
}
