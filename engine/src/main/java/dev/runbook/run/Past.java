package dev.runbook.run;

import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.plan.Task;
import dev.runbook.value.NotKept;
import dev.runbook.value.Result;
import java.time.Instant;
import java.util.ArrayList;
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
    /** A step whose record is complete; {@code place} counts them in the order they finished. */
    record Finished(int place, Result result, int attempts, String cause, Map<String, Object> values) {
        TaskEnd end() {
            return new TaskEnd(result, attempts, cause, values);
        }
    }

    /**
     * A step that had begun and not ended.
     *
     * @param attempts the number of the last attempt, probes among them
     * @param ended how many attempts came to an end by themselves
     * @param last the last of them
     * @param marker of the attempt that was under way, or was stopped with the run; empty when none was
     * @param cut whether an attempt was under way: whether it acted, nobody knows
     */
    record Begun(int attempts, int ended, Optional<AttemptEnd> last, boolean cut, String marker) {
        private Event gone(String step) {
            Result result = cut ? Result.UNKNOWN : last.map(AttemptEnd::result).orElse(Result.SKIPPED);
            return new Event.StepFinished(
                    step, result.word(), attempts, "the run goes on without it: the runbook has no such step any more");
        }

        private Begun started(Event.AttemptStarted attempt) {
            return new Begun(attempt.number(), ended, last, true, attempt.marker());
        }

        private Begun ended(Event.AttemptFinished attempt) {
            AttemptEnd end = new AttemptEnd(Result.of(attempt.result()), attempt.cause(), whole(attempt));
            return end.result() == Result.CANCELLED
                    // how far it got nobody knows, nor whether all of it was stopped
                    ? new Begun(attempt.number(), ended, last, true, marker)
                    : new Begun(attempt.number(), ended + 1, Optional.of(end), false, "");
        }

        /** The same when its probe was asked, as an attempt of this number, and said that it was not done. */
        Begun notDone(int probe) {
            return new Begun(probe, ended, last, cut, marker);
        }

        /** A value of which only a part is on record is none. */
        private static Map<String, Object> whole(Event.AttemptFinished attempt) {
            Map<String, Object> values = new LinkedHashMap<>(attempt.values());
            attempt.notKept().forEach(name -> values.put(name, new NotKept(attempt.step(), name)));
            return values;
        }
    }

    private static final Begun JUST_BEGUN = new Begun(0, 0, Optional.empty(), false, "");

    private Optional<Selection> selection = Optional.empty();
    private final Map<String, Finished> finished = new HashMap<>();
    private final Map<String, Begun> begun = new LinkedHashMap<>();
    /** Steps whose probe is being asked: what it answers says nothing of the attempt that was cut. */
    private final Set<String> probed = new HashSet<>();

    private final Set<String> backgrounds = new HashSet<>();
    /** The paths of the runbooks that have fallen back to another: of them, nothing more is run. */
    private final Set<String> fellBack = new HashSet<>();

    private boolean stopAsked;
    /** Whether it makes room for an incident: it takes back what it did, and does nothing else. */
    private boolean givesWay;

    private boolean takesBack;
    private final Set<String> undos = new HashSet<>();
    private final Set<String> told = new HashSet<>();
    /** How many messages were sent, by what {@link #message} makes of them. */
    private final Map<List<String>, Integer> sent = new HashMap<>();

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
        past.entries = List.copyOf(entries);
        entries.forEach(past::add);
        return past;
    }

    private void add(Entry entry) {
        Event event = entry.event();
        told.addAll(key(event).stream().toList());
        if (event instanceof Event.RunStarted started) {
            selection = Optional.of(new Selection(started.leftOut()));
        } else if (event instanceof Event.StepStarted started) {
            begun.put(started.step(), JUST_BEGUN);
            if (started.kind().equals(Task.Kind.BACKGROUND.word())) {
                backgrounds.add(started.step());
            } else if (started.kind().equals(Task.Kind.UNDO.word())) {
                undos.add(started.step());
            }
        } else if (event instanceof Event.AttemptStarted started) {
            if (started.probe()) {
                probed.add(started.step());
            } else {
                probed.remove(started.step());
            }
            begun.computeIfPresent(started.step(), (step, was) -> was.started(started));
        } else if (event instanceof Event.AttemptFinished ended) {
            if (!probed.remove(ended.step())) {
                begun.merge(ended.step(), JUST_BEGUN.ended(ended), (was, first) -> was.ended(ended));
            }
        } else if (event instanceof Event.StepFinished ended) {
            finish(ended);
        } else if (event instanceof Event.StepSkipped skipped) {
            finished.put(skipped.step(), new Finished(finished.size(), Result.SKIPPED, 0, skipped.why(), Map.of()));
        } else if (event instanceof Event.NoticeSent notice) {
            sent.merge(message(notice.channel(), notice.when(), notice.runbook(), notice.handler()), 1, Integer::sum);
        } else if (event instanceof Event.ClockStarted) {
            clockStarted = Optional.of(entry);
        } else if (event instanceof Event.ClockStopped stopped) {
            clockStoppedMs = Optional.of(stopped.elapsedMs());
            clockStoppedByMark = stopped.why().equals(Progress.MARKED);
        } else if (event instanceof Event.RunFinished && !clockStoppedByMark) {
            clockStoppedMs = Optional.empty(); // only an aborted run goes on: nothing was recovered when it ended
        } else if (event instanceof Event.SignalReceived signal) {
            stopAsked = true;
            givesWay |= signal.signal().equals(StopRequest.GIVE_WAY);
        } else if (event instanceof Event.Resumed) {
            stopAsked = false;
        } else if (event instanceof Event.HandlerFinished ended
                && ended.ending().startsWith(HandlerRun.FALLS_BACK)) {
            fellBack.add(ended.runbook());
        } else if (event instanceof Event.RecoveryPointMeasured measured) {
            recoveryPoint = Optional.of(measured);
        }
    }

    private void finish(Event.StepFinished ended) {
        Result result = Result.of(ended.result());
        if (result == Result.CANCELLED && !overForGood(ended.step())) {
            return; // stopped with the run: as far as it got, it is still begun
        }
        if (CutStep.undecided(ended)) {
            return; // the next resume asks again
        }
        Begun was = begun.remove(ended.step());
        Map<String, Object> values =
                was == null ? Map.of() : was.last().map(AttemptEnd::values).orElse(Map.of());
        finished.put(ended.step(), new Finished(finished.size(), result, ended.attempts(), ended.cause(), values));
    }

    /** Whether a step was not stopped with the run, but because its container ended or its runbook fell back. */
    private boolean overForGood(String step) {
        return !stopAsked && (backgrounds.contains(step) || !fellBack.isEmpty());
    }

    synchronized Optional<Finished> finished(String step) {
        return Optional.ofNullable(finished.get(step));
    }

    /** Whether a step, a group or what goes on in the background was begun, whatever became of it. */
    synchronized boolean knows(String path) {
        return finished.containsKey(path) || begun.containsKey(path) || told.contains("group+" + path);
    }

    /** Whether the runbook of this path, empty for the run's own, has fallen back to another. */
    boolean fellBack(String runbook) {
        return fellBack.contains(runbook);
    }

    boolean givesWay() {
        return givesWay;
    }

    /** From now on what has finished is taken back. */
    synchronized void takesBack() {
        takesBack = true;
    }

    /** Whether a step is not to be run: the run was giving way, and is gone through for what there is to take back. */
    synchronized boolean onlyRemembers(String step) {
        return givesWay && !takesBack && !finished.containsKey(step);
    }

    /** Whether an attempt of the step was in progress when the engine died or the run was stopped. */
    synchronized boolean interrupted(String step) {
        return begun.containsKey(step) && begun.get(step).cut();
    }

    /** The step that was in flight, once: what happens to it from now on is this run's own. */
    synchronized Optional<Begun> takeBegun(String step) {
        return Optional.ofNullable(begun.remove(step));
    }

    /** The end of what had begun and stands in the runbook no more, as far as it is known. */
    synchronized List<Event> takeGone(TasksWithin now) {
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

    /** The markers of the attempts that were under way, or were stopped with the run. */
    synchronized Set<String> cutMarkers() {
        return begun.values().stream()
                .filter(Begun::cut)
                .map(Begun::marker)
                .filter(marker -> !marker.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Steps with an attempt under way when the engine died that may be run again, in the order they began. */
    synchronized List<String> cut() {
        return begun.entrySet().stream()
                .filter(entry -> entry.getValue().cut())
                .map(Map.Entry::getKey)
                .filter(step -> !givesWay || undos.contains(step))
                .toList();
    }

    /** Whether a structural event (a group begun, a handler ended, …) is already on record. */
    synchronized boolean told(Event event) {
        return key(event).map(told::contains).orElse(false);
    }

    /** Whether a message sent at this event, or in its place, was already sent; each record counts once. */
    synchronized boolean takeSent(String channel, String when, String runbook, String handler) {
        List<String> key = message(channel, when, runbook, handler);
        int left = sent.getOrDefault(key, 0);
        sent.put(key, Math.max(0, left - 1));
        return left > 0;
    }

    private static List<String> message(String channel, String when, String runbook, String handler) {
        return List.of(channel, when, runbook, handler);
    }

    /** Whether the run's promise is on record as broken. */
    boolean breached() {
        return entries.stream().anyMatch(entry -> entry.event() instanceof Event.Breached);
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

    /** By the wall clock of then: where the promise's clock began, else where the run did. */
    Instant clockBegan() {
        return clockStarted
                .map(start -> start.at().minusMillis(((Event.ClockStarted) start.event()).elapsedMs()))
                .orElseGet(() -> entries.get(0).at());
    }

    /** When the outage began, if the run was told. */
    Optional<Instant> since() {
        return entries.stream()
                .map(Entry::event)
                .filter(event -> event instanceof Event.RunStarted started
                        && !started.since().isEmpty())
                .map(event -> Instant.parse(((Event.RunStarted) event).since()))
                .findFirst();
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
        if (event instanceof Event.TakingBack all) {
            return Optional.of("undo/" + String.join("/", all.undos()));
        }
        if (event instanceof Event.StepSkipped skipped) {
            return Optional.of("skipped/" + skipped.step());
        }
        return event instanceof Event.FollowFinished ended && !ended.result().equals(RunStatus.ABORTED.word())
                ? Optional.of("follow-" + ended.step())
                : Optional.empty();
    }
}
