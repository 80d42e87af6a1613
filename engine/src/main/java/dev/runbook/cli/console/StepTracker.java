package dev.runbook.cli.console;

import dev.runbook.journal.ActiveTime;
import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.Event.AttemptFinished;
import dev.runbook.journal.Event.PlannedStep;
import dev.runbook.journal.Pause;
import dev.runbook.value.StepPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of the steps so far: which run, what they said last, how deep they stand. */
final class StepTracker {
    /** A step that runs. */
    static final class Running {
        final Event.StepStarted step;
        int attempt;
        String lastLine = "";
        String waiting = "";
        /** Begun before a resume, which has not come to it yet. */
        boolean rests;

        Optional<AttemptFinished> lastAttempt = Optional.empty();

        Running(Event.StepStarted step) {
            this.step = step;
        }
    }

    private final Map<String, Running> running = new LinkedHashMap<>();
    /** Stopped with the run: a resume goes on with them. */
    private final Map<String, Running> stopped = new LinkedHashMap<>();

    private final Map<String, Integer> depths = new HashMap<>();
    private final Map<String, String> containers = new HashMap<>();
    private boolean stopAsked;
    /** When each step and container was active. */
    private final Map<String, ActiveTime> times = new HashMap<>();

    private final List<Pause> idle = new ArrayList<>();

    /** Takes an entry in; a step that it ends is gone afterwards, so ask for it before. */
    void recorded(Entry entry) {
        Event event = entry.event();
        long ms = ms(entry.sinceStartNanos());
        Pause.before(event, ms).ifPresent(idle::add);
        if (event instanceof Event.RunStarted started) {
            learn(started.plan(), 0);
        } else if (event instanceof Event.FollowStarted followed) {
            learn(followed.plan(), depth(followed.step()) + 1);
        } else if (event instanceof Event.GroupStarted group) {
            time(group.step()).begin(ms);
        } else if (event instanceof Event.GroupFinished group) {
            time(group.step()).end(ms);
        } else if (event instanceof Event.StepStarted step) {
            time(step.step()).begin(ms);
            running.put(step.step(), new Running(step));
        } else if (event instanceof Event.AttemptStarted attempt) {
            time(attempt.step()).begin(ms);
            Running step = running.computeIfAbsent(attempt.step(), StepTracker::wentOn);
            step.rests = false;
            step.attempt = attempt.number();
            step.waiting = "";
        } else if (event instanceof AttemptFinished attempt) {
            find(attempt.step()).ifPresent(step -> step.lastAttempt = Optional.of(attempt));
        } else if (event instanceof Event.Waiting waiting) {
            find(waiting.step()).ifPresent(step -> step.waiting = waiting.why());
        } else if (event instanceof Event.StepFinished step) {
            time(step.step()).end(ms);
            Optional.ofNullable(running.remove(step.step()))
                    .filter(one -> step.result().equals("cancelled"))
                    .ifPresent(one -> stopped.put(step.step(), one));
        } else if (event instanceof Event.SignalReceived) {
            stopAsked = true;
        } else if (event instanceof Event.Resumed) {
            stopAsked = false;
            running.putAll(stopped);
            stopped.clear();
            running.values().forEach(step -> step.rests = true);
        }
    }

    /** Of a step that another engine began, this one's part. */
    private static Running wentOn(String step) {
        return new Running(new Event.StepStarted(step, "", "", "", -1));
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

    /** Where something in the background was stopped because its container had ended, which is as planned. */
    Optional<String> stoppedAtEndOf(String step, String result) {
        return find(step)
                .filter(one -> one.step.kind().equals("background") && result.equals("cancelled") && !stopAsked)
                .map(one -> containers.getOrDefault(step, ""))
                .map(container -> container.isEmpty() ? "the runbook" : container);
    }

    /** Whether a resume has yet to come to a step that was begun before it. */
    boolean rests(String step) {
        return find(step).filter(one -> one.rests).isPresent();
    }

    List<Running> underWay() {
        return running.values().stream().filter(step -> !step.rests).toList();
    }

    /** Whether several steps run at once, apart from those that contain others: then their lines need names. */
    boolean severalRun() {
        return underWay().stream()
                        .map(one -> one.step.step())
                        .filter(step -> running.keySet().stream()
                                .noneMatch(other -> other.startsWith(step + StepPath.SEPARATOR)))
                        .limit(2)
                        .count()
                > 1;
    }

    /** How deep a step stands in groups and followed runbooks; what is in no plan stands as deep as what it belongs to. */
    int depth(String step) {
        return depths.getOrDefault(step, 0);
    }

    /** How long a step or container has taken, counted as in every transcript; empty for one that has not begun. */
    Optional<Duration> took(String path, long sinceStartNanos) {
        return Optional.ofNullable(times.get(path))
                .map(time -> Duration.ofMillis(ActiveTime.usedMs(time.spans(), ms(sinceStartNanos), idle)));
    }
}
