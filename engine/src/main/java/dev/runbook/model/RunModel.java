package dev.runbook.model;

import dev.runbook.journal.Entry;
import dev.runbook.journal.JournalText;
import dev.runbook.journal.ReportedStatus;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.ClockCompressed;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.FailurePath;
import dev.runbook.journal.event.FailurePaths;
import dev.runbook.journal.event.Forecast;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.Noted;
import dev.runbook.journal.event.RecoveryPointMeasured;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.UnknownRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run's records say, folded once: steps with their states, attempts and interruptions, undos, pauses, messages,
 * the RTO clock, verdicts, and what was not reached. A model that {@linkplain #replay replayed} a journal and one that
 * {@linkplain #apply applied} each record as it was written are equal. Thread-safe.
 */
public final class RunModel {
    private final StepHistory steps = new StepHistory();
    private final UndoReport undos = new UndoReport();
    private final InterruptedSteps interrupted = new InterruptedSteps();
    private final RtoClock clock = new RtoClock();
    private final QuestionHistory questions = new QuestionHistory();
    private final List<TimelineEntry> timeline = new ArrayList<>();
    private final List<MessageSent> messages = new ArrayList<>();
    private Optional<RecoveryPointMeasured> recoveryPoint = Optional.empty();
    private final List<Resumed> resumes = new ArrayList<>();
    private final List<Pause> pauses = new ArrayList<>();
    private final List<RunView.Expectation> forecasts = new ArrayList<>();
    private final List<String> faultsNotReached = new ArrayList<>();
    private List<FailurePath> failurePaths = List.of();
    private Optional<RunFinished> finished = Optional.empty();
    private int clockFactor = 1;
    private boolean undone;
    private Optional<String> unknownRecord = Optional.empty();
    private Optional<Entry> first = Optional.empty();
    private Optional<Entry> last = Optional.empty();
    private long records;

    /** Returns the model of these records, from the first on. */
    public static RunModel replay(List<Entry> entries) {
        RunModel model = new RunModel();
        entries.forEach(model::apply);
        return model;
    }

    /** Returns the model of these records; {@code observer} is notified of each in turn. */
    public static RunModel replay(List<Entry> entries, RunObserver observer) {
        RunModel model = new RunModel();
        entries.forEach(entry -> model.apply(entry).dispatchTo(observer));
        return model;
    }

    /** Applies the next record; returns what it has changed, for observers. */
    public synchronized AppliedRecord apply(Entry entry) {
        boolean continues =
                AppliedRecord.beginning(entry.event()).filter(steps::resting).isPresent();
        add(entry);
        return new AppliedRecord(
                entry, continues, AppliedRecord.path(entry.event()).flatMap(this::step));
    }

    /** Returns the recovery point that was measured last. */
    public synchronized Optional<RecoveryPointMeasured> recoveryPoint() {
        return recoveryPoint;
    }

    /** Returns the messages sent so far, or that could not be sent. */
    public synchronized List<MessageSent> messages() {
        return List.copyOf(messages);
    }

    private void add(Entry entry) {
        Event event = entry.event();
        long ms = ms(entry);
        first = first.or(() -> Optional.of(entry));
        last = Optional.of(entry);
        records++;
        undos.add(event);
        interrupted.add(event);
        clock.apply(event, ms);
        questions.apply(entry, ms);
        Pause.before(event, ms).ifPresent(pauses::add);
        message(event)
                .ifPresent(
                        line -> timeline.add(new TimelineEntry(ms, entry.at(), line.tone(), line.step(), line.text())));
        steps.apply(event, ms);
        if (event instanceof RunFinished end) {
            finished = Optional.of(end);
        } else if (event instanceof Resumed resumed) {
            finished = Optional.empty(); // an aborted run that was resumed has not ended
            resumes.add(resumed);
        } else if (event instanceof MessageSent sent) {
            messages.add(sent);
        } else if (event instanceof RecoveryPointMeasured point) {
            recoveryPoint = point.data().isEmpty() ? Optional.of(point) : recoveryPoint;
        } else if (event instanceof Forecast forecast) {
            forecasts.add(new RunView.Expectation(ms, forecast));
        } else if (event instanceof UnknownRecord unknown) {
            unknownRecord = unknownRecord.or(() -> Optional.of(unknown.type()));
        } else if (event instanceof ClockCompressed compressed) {
            clockFactor = compressed.factor();
        } else if (event instanceof FailurePaths coverage) {
            failurePaths = coverage.paths();
        } else if (event instanceof Noted noted) {
            undone |= noted.kind() == Noted.Kind.UNDONE;
            if (noted.kind() == Noted.Kind.NOT_REACHED) {
                faultsNotReached.add(noted.text());
            }
        }
    }

    /** Returns the line of a record in the timeline; a background step that was stopped as planned has only its end. */
    private Optional<TimelineMessage> message(Event event) {
        if (event instanceof AttemptFinished ended
                && (questions.at(ended.step()).isPresent() // its answers are in the timeline
                        || steps.stoppedAtEndOf(ended.step(), ended.result()).isPresent())) {
            return Optional.empty();
        }
        if (event instanceof StepFinished ended) {
            Optional<String> end = steps.stoppedAtEndOf(ended.step(), ended.result());
            if (end.isPresent()) {
                return Optional.of(new TimelineMessage(TimelineEntry.Tone.FAINT, ended.step(), end.get()));
            }
        }
        return TimelineMessage.of(event);
    }

    /** Returns how many times faster waits of a fixed length pass in the run; 1 at real speed. */
    public synchronized int clockFactor() {
        return clockFactor;
    }

    /** Returns a step, container or followed runbook as it is now. */
    public synchronized Optional<StepView> step(String path) {
        return steps.tree().find(path).map(RunModel::view);
    }

    /** Returns the steps in progress, in the order they began; not those that a resume has not reached yet. */
    public synchronized List<StepView> running() {
        return steps.running().stream().map(RunModel::view).toList();
    }

    /** Returns the questions asked so far, in order. */
    public synchronized List<QuestionView> questions() {
        return questions.views();
    }

    /** Returns the question that was asked last at a step. */
    public synchronized Optional<QuestionView> question(String step) {
        return questions.at(step);
    }

    /** Returns the cleanups that have not ended, of containers that have begun. */
    public synchronized List<StepView> openCleanups() {
        return steps.tree().openCleanups();
    }

    /** Returns what surrounds a question in the plan. */
    public synchronized QuestionContext questionContext(String step) {
        return steps.tree().around(step);
    }

    /** Returns whether a question at this step was cut off, so that asking it again continues it. */
    public synchronized boolean questionCutOff(String step) {
        return questions.cutOff(step);
    }

    private static StepView view(StepNode step) {
        return step.view(Optional.empty(), Map.of());
    }

    /**
     * Returns how much of its budget a step has used, the time that is shown for it everywhere.
     *
     * @param nowMs since the run's start
     */
    public synchronized long usedMs(StepView step, long nowMs) {
        return ActiveTime.usedMs(step.active(), nowMs, pauses);
    }

    /** Returns whether an attempt of a background step was stopped only because its container ended. */
    public synchronized boolean stoppedAsPlanned(AttemptFinished attempt) {
        return steps.stoppedAtEndOf(attempt.step(), attempt.result()).isPresent();
    }

    /** Returns the RTO clock; empty before the first record. */
    public synchronized Optional<ClockView> clock() {
        return started().map(run -> clock.view(run.targets()));
    }

    /** Returns the first record. */
    public synchronized Optional<RunStarted> started() {
        return first.map(Entry::event).filter(RunStarted.class::isInstance).map(RunStarted.class::cast);
    }

    /** Returns when the first record was written. */
    public synchronized Optional<Instant> startedAt() {
        return first.map(Entry::at);
    }

    /** Returns the undos that were asked for, in the order they are run. */
    public synchronized List<UndoReport.Undo> undos() {
        return undos.all();
    }

    /** Returns whether the run was asked to undo its steps, has undone them and ended. */
    public synchronized boolean undone() {
        return undone && finished.isPresent();
    }

    /** Returns the type of the first record that only a newer engine knows. */
    public synchronized Optional<String> unknownRecord() {
        return unknownRecord;
    }

    /** Returns the number of records applied. */
    public synchronized long records() {
        return records;
    }

    /** Returns how the run ended, if it has since it began or was last resumed. */
    public synchronized Optional<RunFinished> end() {
        return finished;
    }

    /** Returns the steps with an attempt that did not end: it is unknown whether they acted. */
    public synchronized Set<String> interrupted() {
        return interrupted.steps();
    }

    /**
     * Returns the run as it is now; empty before its first record.
     *
     * @param now the wall clock, while an engine process executes the run
     */
    public Optional<RunView> view(Optional<Instant> now) {
        return view(now, JournalText.Tail.NONE, "");
    }

    /**
     * @param tail what follows the records of this model in the journal
     * @param damage its description; empty when nothing follows
     */
    synchronized Optional<RunView> view(Optional<Instant> now, JournalText.Tail tail, String damage) {
        return started().map(run -> view(run, now, tail, damage));
    }

    private RunView view(RunStarted started, Optional<Instant> now, JournalText.Tail tail, String damage) {
        Entry end = last.orElseThrow();
        boolean damaged = tail == JournalText.Tail.DAMAGED;
        return new RunView(
                started,
                first.orElseThrow().at(),
                status(now.isPresent(), damaged),
                clock.view(started.targets()),
                ms(end) + since(end, now),
                finished,
                steps.tree().views(interruption(ms(end), now.isPresent(), damaged), undos.all()),
                List.copyOf(timeline),
                List.copyOf(messages),
                questions.views(),
                List.copyOf(resumes),
                List.copyOf(pauses),
                List.copyOf(forecasts),
                failurePaths,
                clockFactor,
                undone,
                List.copyOf(faultsNotReached),
                undos.all(),
                damage,
                records,
                end.hash());
    }

    private ReportedStatus status(boolean live, boolean damaged) {
        return damaged
                ? ReportedStatus.DAMAGED
                : finished.map(end -> ReportedStatus.of(end.status()))
                        .orElse(live ? ReportedStatus.RUNNING : ReportedStatus.INTERRUPTED);
    }

    /** Returns how steps in progress ended, if no engine process executes the run any more. */
    private Optional<StepNode.Interruption> interruption(long ms, boolean live, boolean damaged) {
        if (finished.isEmpty() && damaged) {
            return Optional.of(new StepNode.Interruption(ms, step -> true, "in progress where the journal is damaged"));
        }
        return live // also if it was ended as aborted afterwards
                ? Optional.empty()
                : Optional.of(new StepNode.Interruption(
                        ms, interrupted.steps()::contains, "in progress when the engine died"));
    }

    /** Returns how long ago the last record of a running run was written: its clock is running too. */
    private long since(Entry end, Optional<Instant> now) {
        return finished.isPresent()
                ? 0
                : now.map(at -> Math.max(0, Duration.between(end.at(), at).toMillis()))
                        .orElse(0L);
    }

    private static long ms(Entry entry) {
        return entry.sinceStartNanos() / 1_000_000;
    }
}
