package dev.runbook.run.resume;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.DecidedBy;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.FailedInside;
import dev.runbook.journal.event.FailureTrace;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.MessageTrigger;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.ResumedAfter;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.Selection;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.StopRequested;
import dev.runbook.model.RecordedOnce;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import dev.runbook.model.StepView;
import dev.runbook.plan.Node;
import dev.runbook.plan.TaskPaths;
import dev.runbook.run.state.AttemptEnd;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a run's journal says has already happened; empty for a fresh run. A resumed run executes its plan again from the
 * top; what the journal already has is replayed instead of run, so execution arrives where it stopped.
 *
 * <p>Thread-safe.
 */
public final class JournalReplay implements RunObserver {
    private Optional<Selection> selection = Optional.empty();
    private final Map<String, FinishedStep> finished = new HashMap<>();
    private int places;
    private final Map<String, StepInProgress> begun = new LinkedHashMap<>();
    /** Steps whose probe is running: its answer says nothing about the interrupted attempt. */
    private final Set<String> probed = new HashSet<>();

    private final Set<String> backgrounds = new HashSet<>();
    private final Set<String> guards = new HashSet<>();
    /** Whether a guard has failed: it stopped steps for good. */
    private boolean guardFailed;

    private final Set<String> groups = new HashSet<>();
    /** For steps about to end, where inside them something failed. */
    private final Map<String, FailureTrace> inside = new HashMap<>();
    /** The paths of the runbooks that have fallen back to another: nothing more of them is run. */
    private final Set<String> fellBack = new HashSet<>();
    /** The approvals that were rejected: an aborted run that is resumed asks them again. */
    private final Set<String> rejected = new HashSet<>();

    private boolean stopAsked;
    /** Whether the run yields to an incident: it undoes its finished steps and does nothing else. */
    private boolean yields;

    private boolean undoing;
    private final Set<String> undos = new HashSet<>();
    private final RecordedOnce once = new RecordedOnce();

    private List<Entry> entries = List.of();
    private RunModel model = new RunModel();

    public static JournalReplay none() {
        return new JournalReplay();
    }

    public static JournalReplay of(List<Entry> entries) {
        JournalReplay past = new JournalReplay();
        past.entries = List.copyOf(entries);
        past.model = RunModel.replay(entries, past);
        return past;
    }

    /** Returns the model of these entries. */
    public RunModel model() {
        return model;
    }

    @Override
    public void at(Entry entry) {
        once.add(entry.event());
    }

    @Override
    public void runStarted(RunStarted run) {
        selection = Optional.of(run.selection());
    }

    @Override
    public void stepStarted(StepView step) {
        begun.putIfAbsent(step.path(), StepInProgress.JUST_BEGUN); // a failed step begins again
        if (step.kind().beside()) {
            backgrounds.add(step.path());
            if (step.kind() == StepKind.GUARD) {
                guards.add(step.path());
            }
        } else if (step.kind() == StepKind.UNDO) {
            undos.add(step.path());
        }
    }

    @Override
    public void attemptStarted(AttemptStarted attempt) {
        if (attempt.probe()) {
            probed.add(attempt.step());
        } else {
            probed.remove(attempt.step());
        }
        begun.computeIfPresent(attempt.step(), (step, was) -> was.started(attempt));
    }

    @Override
    public void attemptEnded(StepView step, AttemptFinished attempt) {
        if (!probed.remove(attempt.step())) {
            begun.merge(attempt.step(), StepInProgress.JUST_BEGUN.ended(attempt), (was, first) -> was.ended(attempt));
        }
    }

    @Override
    public void containerStarted(StepView container, int members) {
        groups.add(container.path());
    }

    @Override
    public void failedInside(FailedInside failure) {
        inside.put(failure.step(), failure.trace());
    }

    @Override
    public void stepEnded(StepView step, StepFinished end) {
        finish(end);
    }

    @Override
    public void stepSkipped(StepView step) {
        finished.put(
                step.path(),
                new FinishedStep(
                        places++,
                        Result.SKIPPED,
                        0,
                        step.cause(),
                        Map.of(),
                        DecidedBy.ITSELF,
                        Optional.empty(),
                        StepInProgress.JUST_BEGUN));
    }

    @Override
    public void handlerEnded(HandlerFinished handler) {
        if (handler.ending().fallsBack()) {
            fellBack.add(handler.runbook());
        }
    }

    @Override
    public void stopRequested(StopRequested stop) {
        stopAsked = true;
        yields |= stop.source() == StopRequested.Source.YIELD;
    }

    @Override
    public void resumed(Resumed resume) {
        stopAsked = false;
    }

    @Override
    public void runEnded(RunFinished end) {
        if (end.trace().resumable()) {
            reopen(end.trace());
        }
        rejected.forEach(this::forget);
        rejected.clear();
    }

    /** Returns the RTO clock as earlier engine processes left it. */
    public RecordedClock clock() {
        RecordedClock clock = new RecordedClock();
        RunModel.replay(entries, clock);
        return clock;
    }

    /** Returns when earlier engine processes began and ended the nodes of the run. */
    public RecordedTimes times() {
        RecordedTimes times = new RecordedTimes();
        RunModel.replay(entries, times);
        return times;
    }

    private void finish(StepFinished ended) {
        Result result = ended.result();
        guardFailed |= guards.contains(ended.step()) && !result.good() && result != Result.CANCELLED;
        if (result == Result.CANCELLED && !overForGood(ended.step())) {
            return; // stopped with the run: it still counts as begun
        }
        if (ended.by() == DecidedBy.UNANSWERED_PROBE) {
            return; // the next resume runs the probe again
        }
        if (ended.by() == DecidedBy.REJECTION) {
            rejected.add(ended.step());
        }
        StepInProgress was = Optional.ofNullable(begun.remove(ended.step())).orElse(StepInProgress.JUST_BEGUN);
        finished.put(
                ended.step(),
                new FinishedStep(
                        places++,
                        result,
                        ended.attempts(),
                        ended.cause(),
                        was.last().map(AttemptEnd::values).orElse(Map.of()),
                        ended.by(),
                        Optional.ofNullable(inside.remove(ended.step())),
                        was));
    }

    /**
     * Reopens a failed run where it failed: the failed steps count as not ended, and their ends, handlers and messages
     * are recorded again.
     */
    private void reopen(FailureTrace trace) {
        trace.failed().forEach(this::failed);
        trace.around().forEach(this::around);
        once.forget(trace);
    }

    /** Handles a failed step; one that never acted leaves nothing. */
    private void failed(String path) {
        FinishedStep end = finished.remove(path);
        if (end != null && end.was().attempts() > 0) {
            begun.put(path, end.was().restarted().failed(end.result(), end.result() == Result.UNKNOWN));
        }
    }

    private void around(String path) {
        FinishedStep end = finished.remove(path);
        if (end != null) {
            StepInProgress was = backgrounds.contains(path) ? end.was().restarted() : end.was();
            begun.put(path, was.failed(end.result(), false));
        }
    }

    /** Forgets the nodes of a handler: they run again from their start, whatever the run did of them before. */
    public synchronized void forget(List<? extends Node> nodes, String prefix) {
        if (!entries.isEmpty()) {
            new RecordedPaths(prefix).of(nodes).forEach(this::forget);
        }
    }

    private void forget(String path) {
        Predicate<String> gone = step -> step.equals(path) || StepPath.isWithin(step, path);
        finished.keySet().removeIf(gone);
        begun.keySet().removeIf(gone);
        groups.removeIf(gone);
        once.forget(path);
    }

    /**
     * Returns whether a step was stopped not with the run, but because its container ended, its runbook fell back, or a
     * guard failed.
     */
    private boolean overForGood(String step) {
        return !stopAsked && (backgrounds.contains(step) || !fellBack.isEmpty() || guardFailed);
    }

    public synchronized Optional<FinishedStep> finished(String step) {
        return Optional.ofNullable(finished.get(step));
    }

    /** Returns whether a step, a group or a background task began, whatever its result. */
    public synchronized boolean knows(String path) {
        return finished.containsKey(path) || begun.containsKey(path) || groups.contains(path);
    }

    /** Returns whether the runbook with this path, empty for the run's own, has fallen back to another. */
    public boolean fellBack(String runbook) {
        return fellBack.contains(runbook);
    }

    public boolean yields() {
        return yields;
    }

    /** Switches to undoing what has finished. */
    public synchronized void startUndoing() {
        undoing = true;
    }

    /** Returns whether a step is only replayed and not run: the run yields and is traversed for steps to undo. */
    public synchronized boolean onlyReplays(String step) {
        return yields && !undoing && !finished.containsKey(step);
    }

    /** Returns the steps about which a resume may need a decision, in the order they began. */
    public synchronized Map<String, UndecidedStep> open() {
        Map<String, UndecidedStep> open = new LinkedHashMap<>();
        begun.forEach((step, was) -> {
            if (was.failed() && !backgrounds.contains(step)) {
                open.put(
                        step,
                        was.interrupted()
                                ? UndecidedStep.UNKNOWN
                                : was.again() ? UndecidedStep.FAILED : UndecidedStep.FAILED_INSIDE);
            } else if (was.interrupted() && (!yields || undos.contains(step))) {
                open.put(step, UndecidedStep.INTERRUPTED);
            }
        });
        return open;
    }

    /** Returns where the run failed, if a resume continues a failed run. */
    public List<String> failed() {
        return end().map(end -> end.trace().failed()).orElse(List.of());
    }

    /** Returns what a resume continues. */
    public ResumedAfter resumedAfter() {
        return end().map(end -> end.trace().resumable() ? ResumedAfter.FAILURE : ResumedAfter.ABORT)
                .orElse(ResumedAfter.INTERRUPTION);
    }

    private Optional<RunFinished> end() {
        return model.end();
    }

    /** Returns whether an attempt of the step was in progress when the engine died or the run was stopped. */
    public synchronized boolean interrupted(String step) {
        return begun.containsKey(step) && begun.get(step).interrupted();
    }

    /** Removes and returns the step that was in progress; from now on this run records what happens to it. */
    public synchronized Optional<StepInProgress> takeInProgress(String step) {
        return Optional.ofNullable(begun.remove(step));
    }

    /** Returns the ends, as far as known, of steps that had begun and are no longer in the runbook. */
    public synchronized List<Event> endsOfRemovedSteps(TaskPaths now) {
        List<Event> ends = new ArrayList<>();
        begun.entrySet().removeIf(entry -> {
            if (now.at(entry.getKey()).isPresent()) {
                return false;
            }
            ends.add(entry.getValue().gone(entry.getKey()));
            return true;
        });
        return ends;
    }

    /** Returns the markers of the attempts that were in progress, or were stopped with the run. */
    public synchronized Set<String> interruptedMarkers() {
        return begun.values().stream()
                .filter(StepInProgress::mayRun)
                .map(StepInProgress::marker)
                .filter(marker -> !marker.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Returns whether a structural event (a group begun, a handler ended, …) is already recorded. */
    public synchronized boolean contains(Event event) {
        return once.has(event);
    }

    /** Returns whether a message for this event, or at this place, was already sent; each record counts once. */
    public synchronized boolean takeSent(String channel, MessageTrigger trigger, String runbook, String handler) {
        return once.takeSent(channel, trigger, runbook, handler);
    }

    /** Returns the entries in order. */
    public List<Entry> entries() {
        return entries;
    }

    /** Returns which steps the run was to execute; empty for a fresh run. */
    public Optional<Selection> selection() {
        return selection;
    }

    /** Returns when the outage began, if the operator said so. */
    public Optional<Instant> since() {
        return model.started()
                .map(RunStarted::since)
                .filter(since -> !since.isEmpty())
                .map(Instant::parse);
    }
}
