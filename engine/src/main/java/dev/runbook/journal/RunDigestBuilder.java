package dev.runbook.journal;

import dev.runbook.journal.RunDigest.StepDigest;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Builds a {@link RunDigest} from a run's records, one after the other. Times that are not representative of a step are
 * excluded: an injected fault, an engine that died or a machine that slept during the step. Thread-safe.
 */
public final class RunDigestBuilder {
    private final Map<String, Long> began = new HashMap<>();
    private final Map<String, String> kinds = new HashMap<>();
    private final Map<String, String> looks = new HashMap<>();
    private final Map<String, String> followed = new HashMap<>();
    private final Set<String> spoiled = new HashSet<>();
    private final Set<String> attempted = new HashSet<>();
    private final List<StepDigest> steps = new ArrayList<>();
    private final Set<String> ways = new LinkedHashSet<>();
    private Optional<Event.RunStarted> started = Optional.empty();
    private Instant at = Instant.EPOCH;
    private boolean cut;
    private Optional<RunDigest> digest = Optional.empty();

    /** Returns the digest of a whole journal; empty for a run that has not ended. */
    public static Optional<RunDigest> of(List<Entry> entries) {
        RunDigestBuilder digesting = new RunDigestBuilder();
        entries.forEach(digesting::add);
        return digesting.digest();
    }

    public synchronized Optional<RunDigest> digest() {
        return digest;
    }

    /** Returns the failure paths taken so far. */
    public synchronized Set<String> ways() {
        return Set.copyOf(ways);
    }

    public synchronized void add(Entry entry) {
        Event event = entry.event();
        if (event instanceof Event.RunStarted start) {
            started = Optional.of(start);
            at = entry.at();
            planned(start.plan());
        } else if (event instanceof Event.RunFinished end) {
            digest = started.map(start -> new RunDigest(
                    start.run(),
                    at,
                    start.mode(),
                    end.status(),
                    RunDigest.text(start.textHash()),
                    extent(start),
                    steps,
                    List.copyOf(ways)));
        } else if (event instanceof Event.Resumed) {
            attempted.forEach(step -> ways.add(FailurePathIds.resumed(step)));
            cut |= !began.isEmpty();
            spoiled.addAll(began.keySet());
        } else if (event instanceof Event.ClockGap gap && !gap.kind().equals(Event.ClockGap.SET)) {
            spoiled.addAll(began.keySet());
        } else if (event instanceof Event.Noted noted && noted.kind().equals(Event.Noted.INJECTED)) {
            int end = noted.text().lastIndexOf(": ");
            spoiled.add(end < 0 ? noted.text() : noted.text().substring(0, end));
        } else if (!step(event, entry.sinceStartNanos())) {
            around(event, entry.sinceStartNanos());
        }
    }

    private RunDigest.Extent extent(Event.RunStarted start) {
        if (!start.leftOut().isEmpty()) {
            return RunDigest.Extent.PART;
        }
        return cut ? RunDigest.Extent.CUT : RunDigest.Extent.WHOLE;
    }

    private void planned(List<Event.PlannedStep> plan) {
        plan.forEach(step -> looks.put(step.step(), RunDigest.look(step.action(), step.shown())));
    }

    private boolean step(Event event, long nanos) {
        if (event instanceof Event.StepStarted start) {
            began.put(start.step(), nanos);
            kinds.put(start.step(), start.kind());
            looks.computeIfAbsent(start.step(), step -> RunDigest.look(start.action(), start.shown()));
            if (start.kind().equals("undo")) {
                ways.add(FailurePathIds.undo(start.step()));
            }
        } else if (event instanceof Event.AttemptStarted attempt) {
            attempted.add(attempt.step());
            if (attempt.number() > 1) {
                ways.add(FailurePathIds.retry(attempt.step()));
            }
        } else if (event instanceof Event.AttemptFinished attempt) {
            attempted.remove(attempt.step());
        } else if (event instanceof Event.StepFinished end) {
            ended(end.step(), end.result(), nanos);
        } else if (event instanceof Event.StepSkipped skipped) {
            if (skipped.why().startsWith("onlyIf")) {
                steps.add(new StepDigest(skipped.step(), "", look(skipped.step()), text(skipped.step()), 0, "skipped"));
            }
        } else {
            return false;
        }
        return true;
    }

    private void around(Event event, long nanos) {
        if (event instanceof Event.GroupStarted group && group.kind().equals("forEach")) {
            began.put(group.step(), nanos);
            kinds.put(group.step(), group.kind());
        } else if (event instanceof Event.GroupFinished group) {
            ended(group.step(), group.result(), nanos);
        } else if (event instanceof Event.HandlerStarted handler) {
            ways.add(FailurePathIds.handler(handler.runbook(), handler.of()));
        } else if (event instanceof Event.FollowStarted follow) {
            followed.put(follow.step(), RunDigest.text(follow.textHash()));
            planned(follow.plan());
            if (follow.fallback()) {
                ways.add(FailurePathIds.fallback(follow.step()));
            }
        }
    }

    private void ended(String step, String result, long nanos) {
        Long from = began.remove(step);
        boolean counts =
                from != null && !result.equals(Result.CANCELLED.word()) && !result.equals(Result.SKIPPED.word());
        if (counts && spoiled.stream().noneMatch(bad -> bad.equals(step) || StepPath.isWithin(bad, step))) {
            long took = (nanos - from) / 1_000_000;
            steps.add(new StepDigest(step, kinds.getOrDefault(step, ""), look(step), text(step), took, result));
        }
    }

    private String look(String step) {
        return looks.getOrDefault(step, "");
    }

    /** Returns the hash of the runbook that contains the step: the innermost one followed around it. */
    private String text(String step) {
        return StepPath.around(step).stream()
                .map(followed::get)
                .filter(Objects::nonNull)
                .findFirst()
                .or(() -> started.map(start -> RunDigest.text(start.textHash())))
                .orElse("");
    }
}
