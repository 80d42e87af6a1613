package dev.runbook.model;

import dev.runbook.journal.Entry;
import dev.runbook.journal.FailurePathIds;
import dev.runbook.journal.RunDigest;
import dev.runbook.journal.RunDigest.StepDigest;
import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.AnswerSource;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.ClockGap;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.GroupFinished;
import dev.runbook.journal.event.GroupStarted;
import dev.runbook.journal.event.HandlerStarted;
import dev.runbook.journal.event.Noted;
import dev.runbook.journal.event.PlannedStep;
import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.StepSkipped;
import dev.runbook.journal.event.StepStarted;
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
    private final Map<String, StepKind> kinds = new HashMap<>();
    private final Map<String, String> fingerprints = new HashMap<>();
    private final Map<String, String> followed = new HashMap<>();
    private final Set<String> spoiled = new HashSet<>();
    private final Set<String> attempted = new HashSet<>();
    private final List<StepDigest> steps = new ArrayList<>();
    private final Set<String> failurePaths = new LinkedHashSet<>();
    private Optional<RunStarted> started = Optional.empty();
    private Instant at = Instant.EPOCH;
    private boolean interrupted;
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
    public synchronized Set<String> failurePaths() {
        return Set.copyOf(failurePaths);
    }

    public synchronized void add(Entry entry) {
        Event event = entry.event();
        if (event instanceof RunStarted start) {
            started = Optional.of(start);
            at = entry.at();
            planned(start.plan());
        } else if (event instanceof RunFinished end) {
            digest = started.map(start -> new RunDigest(
                    start.run(),
                    at,
                    start.mode(),
                    end.status(),
                    RunDigest.abbreviated(start.textHash()),
                    extent(start),
                    steps,
                    List.copyOf(failurePaths)));
        } else if (event instanceof Resumed) {
            attempted.forEach(step -> failurePaths.add(FailurePathIds.resumed(step)));
            interrupted |= !began.isEmpty();
            spoiled.addAll(began.keySet());
        } else if (event instanceof ClockGap gap && gap.kind() != ClockGap.Kind.SET) {
            spoiled.addAll(began.keySet());
        } else if (event instanceof Noted noted && noted.kind() == Noted.Kind.INJECTED) {
            spoiled.add(noted.step());
        } else if (!step(event, entry.sinceStartNanos())) {
            around(event, entry.sinceStartNanos());
        }
    }

    private RunDigest.Extent extent(RunStarted start) {
        if (start.selection().partial()) {
            return RunDigest.Extent.PARTIAL;
        }
        return interrupted ? RunDigest.Extent.INTERRUPTED : RunDigest.Extent.COMPLETE;
    }

    private void planned(List<PlannedStep> plan) {
        plan.forEach(
                step -> fingerprints.put(step.step(), RunDigest.commandFingerprint(step.action(), step.command())));
    }

    private boolean step(Event event, long nanos) {
        if (event instanceof StepStarted start) {
            began.put(start.step(), nanos);
            kinds.put(start.step(), start.kind());
            fingerprints.computeIfAbsent(
                    start.step(), step -> RunDigest.commandFingerprint(start.action(), start.command()));
            if (start.kind() == StepKind.UNDO) {
                failurePaths.add(FailurePathIds.undo(start.step()));
            }
        } else if (event instanceof AttemptStarted attempt) {
            attempted.add(attempt.step());
            if (attempt.number() > 1) {
                failurePaths.add(FailurePathIds.retry(attempt.step()));
            }
        } else if (event instanceof AttemptFinished attempt) {
            attempted.remove(attempt.step());
        } else if (event instanceof StepFinished end) {
            ended(end.step(), end.result(), nanos);
        } else if (event instanceof StepSkipped skipped) {
            if (skipped.reason() == StepSkipped.Reason.CONDITION) {
                steps.add(new StepDigest(
                        skipped.step(),
                        "",
                        commandFingerprint(skipped.step()),
                        textHash(skipped.step()),
                        0,
                        Result.SKIPPED));
            }
        } else {
            return false;
        }
        return true;
    }

    private void around(Event event, long nanos) {
        if (event instanceof GroupStarted group
                && (group.kind() == StepKind.FOR_EACH || group.kind() == StepKind.FIRST_OF)) {
            began.put(group.step(), nanos);
            kinds.put(group.step(), group.kind());
        } else if (event instanceof GroupFinished group) {
            ended(group.step(), group.result(), nanos);
        } else if (event instanceof HandlerStarted handler) {
            failurePaths.add(FailurePathIds.handler(handler.runbook(), handler.of()));
        } else if (event instanceof QuestionAnswered answered && answered.counted()) {
            answered(answered);
        } else if (event instanceof FollowStarted follow) {
            followed.put(follow.step(), RunDigest.abbreviated(follow.textHash()));
            planned(follow.plan());
            if (follow.fallback()) {
                failurePaths.add(FailurePathIds.fallback(follow.step()));
            }
        }
    }

    private void answered(QuestionAnswered answered) {
        if (answered.source() == AnswerSource.SILENCE) {
            failurePaths.add(FailurePathIds.unanswered(answered.step()));
        } else if (answered.answer() == Answer.REJECT) {
            failurePaths.add(FailurePathIds.rejected(answered.step()));
        } else if (answered.answer() == Answer.FAIL) {
            failurePaths.add(FailurePathIds.failedBox(answered.step()));
        }
    }

    private void ended(String step, Result result, long nanos) {
        Optional<StepKind> kind = Optional.ofNullable(kinds.get(step));
        boolean question = kind.filter(StepKind::asksPeople).isPresent() && !kind.equals(Optional.of(StepKind.PAUSE));
        if (result == Result.TIMED_OUT && question) {
            failurePaths.add(FailurePathIds.unanswered(step));
        }
        Long from = began.remove(step);
        boolean counts = from != null && result != Result.CANCELLED && result != Result.SKIPPED;
        if (counts && spoiled.stream().noneMatch(bad -> bad.equals(step) || StepPath.isWithin(bad, step))) {
            long took = (nanos - from) / 1_000_000;
            steps.add(new StepDigest(
                    step, kind.map(StepKind::word).orElse(""), commandFingerprint(step), textHash(step), took, result));
        }
    }

    private String commandFingerprint(String step) {
        return fingerprints.getOrDefault(step, "");
    }

    /** Returns the hash of the runbook that contains the step: the innermost one followed around it. */
    private String textHash(String step) {
        return StepPath.around(step).stream()
                .map(followed::get)
                .filter(Objects::nonNull)
                .findFirst()
                .or(() -> started.map(start -> RunDigest.abbreviated(start.textHash())))
                .orElse("");
    }
}
