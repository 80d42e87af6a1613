package dev.runbook.run;

import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.value.Result;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run's journal says has already happened: empty for a fresh run. A resumed run walks its plan again from the top;
 * whatever stands here is taken from the record in place of being done, so the walk arrives where the last one stopped.
 *
 * <p>Thread-safe.
 */
final class Past {
    /** A step whose record is complete. */
    record Finished(Result result, int attempts, String cause, Map<String, Object> values) {}

    /**
     * A step that had begun and not ended.
     *
     * @param last the last attempt that ended; its number counts from 1
     * @param marker of the attempt that was under way; empty when none was
     * @param cut whether an attempt was under way: whether it acted, nobody knows
     */
    record Begun(int attempts, Optional<AttemptEnd> last, boolean cut, String marker) {}

    private Optional<Selection> selection = Optional.empty();
    private final Map<String, Finished> finished = new HashMap<>();
    private final Map<String, Begun> begun = new LinkedHashMap<>();
    private final Set<String> told = new HashSet<>();
    private final Map<String, Deque<Boolean>> sent = new HashMap<>();
    private List<Entry> entries = List.of();
    private Optional<Entry> clockStarted = Optional.empty();
    private Optional<Long> clockStoppedMs = Optional.empty();
    private boolean clockStoppedByMark;
    private Optional<Event.RecoveryPointMeasured> recoveryPoint = Optional.empty();

    static Past none() {
        return new Past();
    }

    static Past of(List<Entry> entries) {
        Past past = new Past();
        past.entries = entries;
        entries.forEach(past::add);
        return past;
    }

    private void add(Entry entry) {
        Event event = entry.event();
        told.addAll(key(event).stream().toList());
        if (event instanceof Event.RunStarted started) {
            selection = Optional.of(new Selection(started.leftOut()));
        } else if (event instanceof Event.StepStarted started) {
            begun.put(started.step(), new Begun(0, Optional.empty(), false, ""));
        } else if (event instanceof Event.AttemptStarted started) {
            begun.computeIfPresent(
                    started.step(), (step, was) -> new Begun(started.number(), was.last(), true, started.marker()));
        } else if (event instanceof Event.AttemptFinished ended) {
            AttemptEnd end = new AttemptEnd(Result.of(ended.result()), ended.cause(), ended.values());
            begun.put(ended.step(), new Begun(ended.number(), Optional.of(end), false, ""));
        } else if (event instanceof Event.StepFinished ended) {
            finish(ended);
        } else if (event instanceof Event.StepSkipped skipped) {
            finished.put(skipped.step(), new Finished(Result.SKIPPED, 0, skipped.why(), Map.of()));
        } else if (event instanceof Event.NoticeSent notice) {
            sent.computeIfAbsent(notice.channel() + "/" + notice.when(), key -> new ArrayDeque<>())
                    .add(true);
        } else if (event instanceof Event.ClockStarted) {
            clockStarted = Optional.of(entry);
        } else if (event instanceof Event.ClockStopped stopped) {
            clockStoppedMs = Optional.of(stopped.elapsedMs());
            clockStoppedByMark = stopped.why().equals(Progress.MARKED);
        } else if (event instanceof Event.RunFinished && !clockStoppedByMark) {
            clockStoppedMs = Optional.empty(); // only an aborted run goes on: nothing was recovered when it ended
        } else if (event instanceof Event.RecoveryPointMeasured measured) {
            recoveryPoint = Optional.of(measured);
        }
    }

    private void finish(Event.StepFinished ended) {
        Begun was = begun.remove(ended.step());
        Map<String, Object> values =
                was == null ? Map.of() : was.last().map(AttemptEnd::values).orElse(Map.of());
        Result result = Result.of(ended.result());
        if (result == Result.CANCELLED) { // stopped with the run: still to be done, and how far it got nobody knows
            begun.put(ended.step(), new Begun(ended.attempts(), Optional.empty(), ended.attempts() > 0, ""));
        } else {
            finished.put(ended.step(), new Finished(result, ended.attempts(), ended.cause(), values));
        }
    }

    synchronized Optional<Finished> finished(String step) {
        return Optional.ofNullable(finished.get(step));
    }

    /** The step that was in flight, once: what happens to it from now on is this run's own. */
    synchronized Optional<Begun> takeBegun(String step) {
        return Optional.ofNullable(begun.remove(step));
    }

    /** The markers of the attempts that were under way. */
    synchronized Set<String> cutMarkers() {
        return begun.values().stream().filter(Begun::cut).map(Begun::marker).collect(Collectors.toSet());
    }

    /** Steps with an attempt under way when the engine died, in the order they began. */
    synchronized List<String> cut() {
        return begun.entrySet().stream()
                .filter(entry -> entry.getValue().cut())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether a structural event (a group begun, a handler ended, …) is already on record. */
    synchronized boolean told(Event event) {
        return key(event).map(told::contains).orElse(false);
    }

    /** Whether a message sent at this event, or in its place, was already sent; each record counts once. */
    synchronized boolean takeSent(String channel, String when) {
        Deque<Boolean> records = sent.get(channel + "/" + when);
        return records != null && records.poll() != null;
    }

    /** The records themselves, the first first. */
    List<Entry> entries() {
        return entries;
    }

    /** What the run was to do of its runbook; empty for a fresh run. */
    Optional<Selection> selection() {
        return selection;
    }

    Optional<Entry> clockStarted() {
        return clockStarted;
    }

    Optional<Long> clockStoppedMs() {
        return clockStoppedMs;
    }

    Optional<Event.RecoveryPointMeasured> recoveryPoint() {
        return recoveryPoint;
    }

    private static Optional<String> key(Event event) {
        if (event instanceof Event.GroupStarted started) {
            return Optional.of("group+" + started.step());
        }
        if (event instanceof Event.GroupFinished ended && !ended.result().equals(Result.CANCELLED.word())) {
            return Optional.of("group-" + ended.step());
        }
        if (event instanceof Event.HandlerStarted started) {
            return Optional.of("handler+" + started.runbook() + "/" + started.of());
        }
        if (event instanceof Event.HandlerFinished ended && !ended.result().equals(HandlerRun.STOPPED)) {
            return Optional.of("handler-" + ended.runbook() + "/" + ended.of());
        }
        if (event instanceof Event.FollowStarted started) {
            return Optional.of("follow+" + started.step());
        }
        if (event instanceof Event.StepSkipped skipped) {
            return Optional.of("skipped/" + skipped.step());
        }
        return event instanceof Event.FollowFinished ended && !ended.result().equals(RunStatus.ABORTED.word())
                ? Optional.of("follow-" + ended.step())
                : Optional.empty();
    }
}
