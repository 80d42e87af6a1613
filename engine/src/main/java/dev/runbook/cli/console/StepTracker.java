package dev.runbook.cli.console;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.GroupFinished;
import dev.runbook.journal.event.GroupStarted;
import dev.runbook.journal.event.PlannedStep;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.StepStarted;
import dev.runbook.journal.event.StopRequested;
import dev.runbook.journal.event.Waiting;
import dev.runbook.model.ActiveTime;
import dev.runbook.model.Pause;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tracks the known state of the steps: the run, their last output, their depth. */
final class StepTracker {
    /** A running step. */
    static final class Running {
        final StepStarted step;
        int attempt;
        String lastLine = "";
        String waiting = "";
        /** Started before a resume that has not reached the step yet. */
        boolean rests;

        Optional<AttemptFinished> lastAttempt = Optional.empty();

        Running(StepStarted step) {
            this.step = step;
        }
    }

    private final Map<String, Running> running = new LinkedHashMap<>();
    /** Steps stopped with the run; a resume continues them. */
    private final Map<String, Running> stopped = new LinkedHashMap<>();

    private final Map<String, Integer> depths = new HashMap<>();
    private final Map<String, String> containers = new HashMap<>();
    private boolean stopAsked;
    /** The active time of each step and container. */
    private final Map<String, ActiveTime> times = new HashMap<>();

    private final List<Pause> idle = new ArrayList<>();

    /** Takes in an entry. A step that the entry ends is removed, so query it before. */
    void recorded(Entry entry) {
        Event event = entry.event();
        long ms = ms(entry.sinceStartNanos());
        Pause.before(event, ms).ifPresent(idle::add);
        if (event instanceof RunStarted started) {
            learn(started.plan(), 0);
        } else if (event instanceof FollowStarted followed) {
            learn(followed.plan(), depth(followed.step()) + 1);
        } else if (event instanceof GroupStarted group) {
            time(group.step()).begin(ms);
        } else if (event instanceof GroupFinished group) {
            time(group.step()).end(ms);
        } else if (event instanceof StepStarted step) {
            time(step.step()).begin(ms);
            running.put(step.step(), new Running(step));
        } else if (event instanceof AttemptStarted attempt) {
            time(attempt.step()).begin(ms);
            Running step = running.computeIfAbsent(attempt.step(), StepTracker::wentOn);
            step.rests = false;
            step.attempt = attempt.number();
            step.waiting = "";
        } else if (event instanceof AttemptFinished attempt) {
            find(attempt.step()).ifPresent(step -> step.lastAttempt = Optional.of(attempt));
        } else if (event instanceof Waiting waiting) {
            find(waiting.step()).ifPresent(step -> step.waiting = waiting.why());
        } else if (event instanceof StepFinished step) {
            time(step.step()).end(ms);
            Optional.ofNullable(running.remove(step.step()))
                    .filter(one -> step.result() == Result.CANCELLED)
                    .ifPresent(one -> stopped.put(step.step(), one));
        } else if (event instanceof StopRequested) {
            stopAsked = true;
        } else if (event instanceof Resumed) {
            stopAsked = false;
            running.putAll(stopped);
            stopped.clear();
            running.values().forEach(step -> step.rests = true);
        }
    }

    /** The part of a step that this engine executes after another engine began the step. */
    private static Running wentOn(String step) {
        return new Running(new StepStarted(step, StepKind.STEP, "", "", -1));
    }

    private ActiveTime time(String path) {
        return times.computeIfAbsent(path, step -> new ActiveTime());
    }

    private static long ms(long nanos) {
        return nanos / 1_000_000;
    }

    private void learn(List<PlannedStep> plan, int below) {
        plan.forEach(step -> {
            depths.put(step.step(), below + step.depth());
            containers.put(step.step(), step.container());
        });
    }

    void printed(String step, String line) {
        find(step).ifPresent(one -> one.lastLine = line);
    }

    Optional<Running> find(String step) {
        return Optional.ofNullable(running.get(step));
    }

    /** The container whose end stopped a background action, which is the normal case. */
    Optional<String> stoppedAtEndOf(String step, Result result) {
        return find(step)
                .filter(one -> one.step.kind() == StepKind.BACKGROUND && result == Result.CANCELLED && !stopAsked)
                .map(one -> containers.getOrDefault(step, ""))
                .map(container -> container.isEmpty() ? "the runbook" : container);
    }

    /** Whether a step was started before a resume that has not reached it yet. */
    boolean rests(String step) {
        return find(step).filter(one -> one.rests).isPresent();
    }

    List<Running> underWay() {
        return running.values().stream().filter(step -> !step.rests).toList();
    }

    /** Whether several steps run at once, not counting containers of others: then their lines need names. */
    boolean severalRun() {
        return underWay().stream()
                        .map(one -> one.step.step())
                        .filter(step -> running.keySet().stream()
                                .noneMatch(other -> other.startsWith(step + StepPath.SEPARATOR)))
                        .limit(2)
                        .count()
                > 1;
    }

    /**
     * The depth of a step in groups and followed runbooks; an entry outside the plan has the depth of what it belongs
     * to.
     */
    int depth(String step) {
        return depths.getOrDefault(step, 0);
    }

    /** How long a step or container has taken, measured as in every transcript; empty if it has not begun. */
    Optional<Duration> took(String path, long sinceStartNanos) {
        return Optional.ofNullable(times.get(path))
                .map(time -> Duration.ofMillis(ActiveTime.usedMs(time.spans(), ms(sinceStartNanos), idle)));
    }
}
