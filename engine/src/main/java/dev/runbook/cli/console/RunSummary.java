package dev.runbook.cli.console;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import dev.runbook.model.RunView;
import dev.runbook.transcript.RunReport;
import java.time.Duration;
import java.util.Optional;

/** The run of a command, for the final output by {@link SummaryText} and for programs. Thread-safe. */
public final class RunSummary {
    private final RunModel model = new RunModel();

    /** Applies an entry of the run, then notifies the observer. */
    public void recorded(Entry entry, RunObserver observer) {
        model.apply(entry).dispatchTo(observer);
    }

    /** Takes in an entry of the run. */
    public void recorded(Entry entry) {
        model.apply(entry);
    }

    /** Returns the run's id, once it has one. */
    public Optional<String> run() {
        return view().map(run -> run.started().run());
    }

    /** Returns the time from the first record to the last so far. */
    public Duration took() {
        return Duration.ofMillis(view().map(RunView::endMs).orElse(0L));
    }

    /** Returns whether the run went as intended and needs no attention. */
    public boolean uneventful() {
        return finished()
                .filter(end -> end.exitCode() == 0 && end.notUndone() == 0)
                .isPresent();
    }

    public boolean succeeded() {
        return finished().filter(end -> end.exitCode() == 0).isPresent();
    }

    private Optional<RunFinished> finished() {
        return view().flatMap(RunView::finished);
    }

    /** Returns the run as every transcript shows it; empty before its first record. */
    public Optional<RunView> view() {
        return model.view(Optional.empty());
    }

    /** Returns the end of the run for programs; empty before its first record. */
    public Optional<RunReport> report() {
        return view().map(RunReport::of);
    }
}
