package dev.runbook.cli.console;

import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.Event.AttemptFinished;
import dev.runbook.journal.Event.RunFinished;
import dev.runbook.value.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of a run is told once it has ended: gathered here, written by {@link SummaryText} for people and by {@link
 * SummaryData} for programs. Told by the run's thread, asked for after it.
 */
public final class RunSummary {
    private Optional<Event.RunStarted> started = Optional.empty();
    private Optional<RunFinished> finished = Optional.empty();
    private Optional<Event.FailurePaths> rehearsed = Optional.empty();
    private String head = "";
    /** Whether a resume can go on with it once it was stopped: a drill that gave way has taken back what it did. */
    private boolean goesOn = true;

    private Duration took = Duration.ZERO;
    private final Map<String, AttemptFinished> lastAttempts = new HashMap<>();
    private final List<Event.StepFinished> failed = new ArrayList<>();
    private final Set<String> reached = new LinkedHashSet<>();
    private final Set<String> planned = new LinkedHashSet<>();
    private final Map<String, Event.Overrun> overruns = new LinkedHashMap<>();
    private final List<String> survivors = new ArrayList<>();
    private final Reservations reservations = new Reservations();
    private final Set<String> backgrounds = new HashSet<>();
    private final List<Event.NoticeSent> missedNotices = new ArrayList<>();
    /** Whether the run was asked to stop: what was stopped before then was stopped as planned. */
    private boolean asked;

    /** Takes in an entry of the run. */
    public synchronized void recorded(Entry entry) {
        Event event = entry.event();
        head = entry.hash();
        took = Duration.ofNanos(entry.sinceStartNanos());
        reservations.recorded(event);
        if (event instanceof Event.RunStarted start) {
            started = Optional.of(start);
            plan(start.plan());
        } else if (event instanceof Event.FollowStarted followed) {
            plan(followed.plan());
        } else if (event instanceof Event.StepStarted step) {
            reached.add(step.step());
            if (step.kind().equals("background")) {
                backgrounds.add(step.step());
            }
        } else if (event instanceof Event.GroupStarted group) {
            reached.add(group.step());
        } else if (event instanceof Event.StepSkipped step) {
            reached.add(step.step());
        } else if (event instanceof AttemptFinished attempt) {
            lastAttempts.put(attempt.step(), attempt);
            survivors.addAll(attempt.stopped().survivors());
        } else if (event instanceof Event.StepFinished step
                && !step.result().equals("ok")
                && !step.result().equals("skipped")
                && !reservations.takesBack(step.step())) {
            if (asked || !step.result().equals("cancelled") || !backgrounds.contains(step.step())) {
                failed.add(step);
            }
        } else if (event instanceof Event.HandlerFinished handler
                && handler.ending().equals("carryOn")) {
            failed.removeIf(step -> reservations.letPass(step.step())); // the author said that it does not matter
        } else if (event instanceof Event.Resumed) {
            failed.removeIf(step -> step.result().equals("cancelled")); // those begin again
            survivors.clear();
            asked = false;
            finished = Optional.empty();
        } else if (event instanceof Event.Overrun overrun) {
            overruns.put(overrun.step(), overrun);
        } else if (event instanceof Event.FailurePaths paths) {
            rehearsed = Optional.of(paths);
        } else if (event instanceof Event.Noted noted) {
            goesOn &= !noted.kind().equals(Event.Noted.TAKEN_BACK);
        } else if (event instanceof Event.SignalReceived) {
            asked = true;
        } else if (event instanceof Event.NoticeSent notice && (!notice.sent() || notice.late())) {
            missedNotices.add(notice);
        } else if (event instanceof RunFinished end) {
            finished = Optional.of(end);
        }
    }

    private void plan(List<Event.PlannedStep> steps) {
        steps.stream()
                .filter(step -> !step.step().isEmpty()
                        && (!step.action().isEmpty() || step.kind().equals("forEach")))
                .forEach(step -> planned.add(step.step()));
    }

    /** The run's id, once it has one. */
    public synchronized Optional<String> run() {
        return started.map(Event.RunStarted::run);
    }

    /** From the first record to the last so far. */
    public synchronized Duration took() {
        return took;
    }

    /** Whether it went as it should: nobody need look. */
    public synchronized boolean uneventful() {
        return succeeded() && !reservations.notTakenBack();
    }

    public synchronized boolean succeeded() {
        return finished.filter(end -> end.exitCode() == 0).isPresent();
    }

    synchronized Optional<RunFinished> finished() {
        return finished;
    }

    /** The messages that were not delivered, or late. */
    synchronized List<Event.NoticeSent> missedNotices() {
        return List.copyOf(missedNotices);
    }

    synchronized Optional<Event.FailurePaths> rehearsed() {
        return rehearsed;
    }

    /** The hash of the last record so far: names the whole journal. */
    synchronized String head() {
        return head;
    }

    /** Whether a resume can go on with it once it was stopped. */
    synchronized boolean goesOn() {
        return goesOn;
    }

    /** The steps that failed and that nobody let pass, the last first: it ended the run. */
    synchronized List<Event.StepFinished> failed() {
        List<Event.StepFinished> last = new ArrayList<>(failed);
        Collections.reverse(last);
        last.sort(Comparator.comparing(step -> step.result().equals(Result.CANCELLED.word())));
        return last;
    }

    synchronized Optional<AttemptFinished> lastAttempt(String step) {
        return Optional.ofNullable(lastAttempts.get(step));
    }

    /** Steps of the plan the run did not come to, and fallbacks it could still have taken. */
    synchronized List<String> notReached() {
        return Stream.concat(
                        planned.stream().filter(step -> !reached.contains(step)), reservations.openFallbacks().stream())
                .toList();
    }

    /** Who ate the time, the worst first. */
    synchronized List<Event.Overrun> overruns() {
        return overruns.values().stream()
                .sorted(Comparator.comparingLong(overrun -> overrun.budgetMs() - overrun.tookMs()))
                .toList();
    }

    /** Processes that outlived their stop. */
    synchronized List<String> survivors() {
        return List.copyOf(survivors);
    }

    synchronized Reservations reservations() {
        return reservations;
    }
}
