package dev.runbook.run.record;

import dev.runbook.journal.Entry;
import dev.runbook.journal.Journal;
import dev.runbook.journal.event.Event;
import dev.runbook.model.AppliedRecord;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Writes each event to the journal first, applies it to the model of the run second, in the order of the journal, and
 * then notifies the subscribers, on the recording thread and in the order in which they subscribed. A subscriber may
 * record further events. For a run they are, in this order:
 *
 * <ol>
 *   <li>the digest of the run, for later forecasts (RunEngine)
 *   <li>the listener of the command: console and summary (RunEngine)
 *   <li>the signature of the journal, at the end of the run (RunEngine)
 *   <li>the forecast, which may record that the RTO is at risk (RiskWatch)
 *   <li>the alarm for a breach of the RTO, which the machine's sleep moves (ObjectiveTracker)
 *   <li>the data losses, for verdicts (ObjectiveTracker)
 *   <li>LiveRun: the start of the RTO clock, for bodies and messages; the verdicts of followed runbooks; the clocks of
 *       the machine, compared at the end of each step
 * </ol>
 *
 * <p>Thread-safe.
 */
public final class Recorder {
    private final Journal journal;
    private final RunModel model;
    private final List<Consumer<AppliedRecord>> subscribers = new CopyOnWriteArrayList<>();
    private volatile String head = "";

    /** @param model of the records that the journal has already */
    public Recorder(Journal journal, RunModel model) {
        this.journal = journal;
        this.model = model;
    }

    /** Returns the model of the run, which has applied every record so far. */
    public RunModel model() {
        return model;
    }

    public void subscribe(RunObserver observer) {
        subscribers.add(applied -> applied.dispatchTo(observer));
    }

    /** Returns the hash of the last record, which covers all records before it; empty before the first. */
    public String head() {
        return head;
    }

    public Entry record(Event event) {
        Entry entry;
        AppliedRecord applied;
        synchronized (this) {
            entry = journal.append(event);
            applied = model.apply(entry);
            head = entry.hash();
        }
        subscribers.forEach(subscriber -> subscriber.accept(applied));
        return entry;
    }
}
