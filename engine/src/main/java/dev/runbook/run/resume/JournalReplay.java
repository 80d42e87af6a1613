package dev.runbook.run.resume;

import dev.runbook.journal.Entry;
import dev.runbook.journal.JournalText;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.Breached;
import dev.runbook.journal.event.ClockStarted;
import dev.runbook.journal.event.ClockStopped;
import dev.runbook.journal.event.DecidedBy;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.FailedInside;
import dev.runbook.journal.event.FailureTrace;
import dev.runbook.journal.event.GroupStarted;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.MessageTrigger;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.ResumedAfter;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.Selection;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.StepSkipped;
import dev.runbook.journal.event.StepStarted;
import dev.runbook.journal.event.StopRequested;
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
public final class JournalReplay {
    private Optional<Selection> selection = Optional.empty();
    private final Map<String, FinishedStep> finished = new HashMap<>();
    private int places;
    private final Map<String, StepInProgress> begun = new LinkedHashMap<>();
    /** Steps whose probe is running: its answer says nothing about the attempt that was cut off. */
    private final Set<String> probed = new HashSet<>();

    private final Set<String> backgrounds = new HashSet<>();
    private final Set<String> groups = new HashSet<>();
    /** For steps about to end, where inside them something failed. */
    private final Map<String, FailureTrace> inside = new HashMap<>();
    /** The paths of the runbooks that have fallen back to another: nothing more of them is run. */
    private final Set<String> fellBack = new HashSet<>();

    private boolean stopAsked;
    /** Whether the run yields to an incident: it undoes its finished steps and does nothing else. */
    private boolean yields;

    private boolean undoing;
    private final Set<String> undos = new HashSet<>();
    private final RecordedOnce once = new RecordedOnce();

    private List<Entry> entries = List.of();
    private Optional<Entry> clockStarted = Optional.empty();
    private Optional<Long> clockStoppedMs = Optional.empty();
    private boolean clockStoppedByMark;

    public static JournalReplay none() {
        return new JournalReplay();
    }

    public static JournalReplay of(List<Entry> entries) {
        JournalReplay past = new JournalReplay();
        past.entries = List.copyOf(entries);
        entries.forEach(past::add);
        return past;
    }

    private void add(Entry entry) {
        Event event = entry.event();
        once.add(event);
        if (event instanceof RunStarted started) {
            selection = Optional.of(started.selection());
        } else if (event instanceof StepStarted started) {
            begun.putIfAbsent(started.step(), StepInProgress.JUST_BEGUN); // a failed step begins again
            if (started.kind() == StepKind.BACKGROUND) {
                backgrounds.add(started.step());
            } else if (started.kind() == StepKind.UNDO) {
                undos.add(started.step());
            }
        } else if (event instanceof AttemptStarted started) {
            if (started.probe()) {
                probed.add(started.step());
            } else {
                probed.remove(started.step());
            }
            begun.computeIfPresent(started.step(), (step, was) -> was.started(started));
        } else if (event instanceof AttemptFinished ended) {
            if (!probed.remove(ended.step())) {
                begun.merge(ended.step(), StepInProgress.JUST_BEGUN.ended(ended), (was, first) -> was.ended(ended));
            }
        } else if (event instanceof GroupStarted started) {
            groups.add(started.step());
        } else if (event instanceof FailedInside failed) {
            inside.put(failed.step(), failed.trace());
        } else if (event instanceof StepFinished ended) {
            finish(ended);
        } else if (event instanceof StepSkipped skipped) {
            finished.put(
                    skipped.step(),
                    new FinishedStep(
                            places++,
                            Result.SKIPPED,
                            0,
                            skipped.why(),
                            Map.of(),
                            DecidedBy.ITSELF,
                            Optional.empty(),
                            StepInProgress.JUST_BEGUN));
        } else if (event instanceof ClockStarted) {
            clockStarted = Optional.of(entry);
        } else if (event instanceof ClockStopped stopped) {
            clockStoppedMs = Optional.of(stopped.elapsedMs());
            clockStoppedByMark = stopped.reason() == ClockStopped.Reason.STOP_CLOCK;
        } else if (event instanceof RunFinished end) {
            if (!clockStoppedByMark) {
                clockStoppedMs = Optional.empty(); // a continued run had recovered nothing when it ended
            }
            if (end.trace().resumable()) {
                reopen(end.trace());
            }
        } else if (event instanceof StopRequested signal) {
            stopAsked = true;
            yields |= signal.source() == StopRequested.Source.YIELD;
        } else if (event instanceof Resumed) {
            stopAsked = false;
        } else if (event instanceof HandlerFinished ended && ended.ending().fallsBack()) {
            fellBack.add(ended.runbook());
        }
    }

    private void finish(StepFinished ended) {
        Result result = ended.result();
        if (result == Result.CANCELLED && !overForGood(ended.step())) {
            return; // stopped with the run: it still counts as begun
        }
        if (ended.by() == DecidedBy.UNANSWERED_PROBE) {
            return; // the next resume runs the probe again
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
     * Returns whether a step was stopped not with the run, but because its container ended or its runbook fell back.
     */
    private boolean overForGood(String step) {
        return !stopAsked && (backgrounds.contains(step) || !fellBack.isEmpty());
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
                        was.cut()
                                ? UndecidedStep.UNKNOWN
                                : was.again() ? UndecidedStep.FAILED : UndecidedStep.FAILED_INSIDE);
            } else if (was.cut() && (!yields || undos.contains(step))) {
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
        return JournalText.of(entries).end();
    }

    /** Returns whether an attempt of the step was in progress when the engine died or the run was stopped. */
    public synchronized boolean interrupted(String step) {
        return begun.containsKey(step) && begun.get(step).cut();
    }

    /** Removes and returns the step that was in progress; from now on this run records what happens to it. */
    public synchronized Optional<StepInProgress> takeBegun(String step) {
        return Optional.ofNullable(begun.remove(step));
    }

    /** Returns the ends, as far as known, of steps that had begun and are no longer in the runbook. */
    public synchronized List<Event> takeGone(TaskPaths now) {
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
    public synchronized Set<String> cutMarkers() {
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

    /** Returns whether a breach of the run's RTO is recorded. */
    public boolean breached() {
        return entries.stream().anyMatch(entry -> entry.event() instanceof Breached);
    }

    /** Returns the entries in order. */
    public List<Entry> entries() {
        return entries;
    }

    /** Returns which steps the run was to execute; empty for a fresh run. */
    public Optional<Selection> selection() {
        return selection;
    }

    public Optional<Entry> clockStarted() {
        return clockStarted;
    }

    /** Returns when the outage began, if an operator said so. */
    public Optional<Instant> since() {
        return entries.stream()
                .map(Entry::event)
                .filter(event ->
                        event instanceof RunStarted started && !started.since().isEmpty())
                .map(event -> Instant.parse(((RunStarted) event).since()))
                .findFirst();
    }

    public Optional<Long> clockStoppedMs() {
        return clockStoppedMs;
    }
}
