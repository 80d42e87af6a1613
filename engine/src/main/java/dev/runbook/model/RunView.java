package dev.runbook.model;

import dev.runbook.journal.JournalText;
import dev.runbook.journal.ReportedStatus;
import dev.runbook.journal.event.ClockCompressed;
import dev.runbook.journal.event.FailurePath;
import dev.runbook.journal.event.FailurePaths;
import dev.runbook.journal.event.FailureTrace;
import dev.runbook.journal.event.FiredTrigger;
import dev.runbook.journal.event.Forecast;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.Mode;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.Verdict;
import dev.runbook.value.EnumWord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A run as its journal describes it: what was planned, what happened to each step, when, and why it ended as it did.
 * Times are milliseconds since the run's start.
 *
 * @param started the first record
 * @param startedAt the wall clock then, informational only
 * @param endMs the last record's time; for a running run, now
 * @param finished the last record of a run that ended
 * @param steps the planned steps and those added, in order, as a tree
 * @param timeline all events, in order
 * @param questions what people were asked, in order, and their answers
 * @param pauses the pauses: no engine process, the engine suspended, the machine asleep
 * @param forecasts the recorded forecasts of when the run would be done
 * @param failurePaths of a drill: the failure paths of its runbook, and which were ever taken there
 * @param clockFactor how many times faster waits of a fixed length pass; 1 at real speed
 * @param undone whether it undid what it had done, so that it cannot be resumed
 * @param faultsNotReached of a drill: the injected faults it did not reach
 * @param undos the steps that were to be undone, and how each of their undos ended
 * @param damage what is wrong with the journal; empty when it is intact
 * @param head the hash of its last good record
 */
public record RunView(
        RunStarted started,
        Instant startedAt,
        ReportedStatus status,
        ClockView clock,
        long endMs,
        Optional<RunFinished> finished,
        List<StepView> steps,
        List<TimelineEntry> timeline,
        List<MessageSent> messages,
        List<QuestionView> questions,
        List<Resumed> resumes,
        List<Pause> pauses,
        List<Expectation> forecasts,
        List<FailurePath> failurePaths,
        int clockFactor,
        boolean undone,
        List<String> faultsNotReached,
        List<UndoReport.Undo> undos,
        String damage,
        long records,
        String head) {
    /**
     * @param now the wall clock, while an engine process executes the run, since the run's own clock is running
     * @return empty when the engine died before the first record
     */
    public static Optional<RunView> of(JournalText text, Optional<Instant> now) {
        return RunModel.replay(text.entries()).view(now, text.tail(), text.damage());
    }

    /** Returns the questions that a drill answered in place of people. */
    public List<String> answeredByDrill() {
        return questions.stream()
                .filter(QuestionView::answeredByDrill)
                .map(QuestionView::step)
                .toList();
    }

    /** Returns that the clock was compressed, and what that means; empty for a run at real speed. */
    public String describeClock() {
        return clockFactor > 1 ? ClockCompressed.describe(clockFactor) : "";
    }

    /** Returns what a drill answered in place of people, in one line; empty if nothing. */
    public String describeDrillAnswers() {
        return answeredByDrill().isEmpty()
                ? ""
                : "answered by the drill, not by people: " + String.join(", ", answeredByDrill());
    }

    /** Returns the status for people: {@code journal damaged at record 40}, {@code fell back}. */
    public String describeStatus() {
        return status == ReportedStatus.DAMAGED
                ? "journal damaged at record " + (records + 1)
                : EnumWord.phrase(status);
    }

    public boolean running() {
        return status == ReportedStatus.RUNNING;
    }

    /** Returns whether {@code runbook resume} continues the run. */
    public boolean resumable() {
        return status == ReportedStatus.INTERRUPTED
                || (status == ReportedStatus.ABORTED && !undone && !cleanedUp())
                || continuesAtFailure();
    }

    private boolean cleanedUp() {
        return trace().barrier() == FailureTrace.Barrier.CLEANED_UP;
    }

    /** Returns whether a resume continues the run at the step that failed, once its cause is fixed. */
    private boolean continuesAtFailure() {
        return status == ReportedStatus.FAILED && trace().resumable();
    }

    /** Returns where the run failed, if it did. */
    public FailureTrace trace() {
        return finished.map(RunFinished::trace).orElseGet(FailureTrace::none);
    }

    /** Returns the command that continues the run; empty if none does. */
    public String resumeCommand() {
        return resumable()
                ? "runbook resume " + started.run() + (continuesAtFailure() ? " --reason 'WHAT WAS FIXED'" : "")
                : "";
    }

    /** Returns what that command does, or why there is none; empty for a run that did not fail. */
    public String describeResume() {
        if (continuesAtFailure()) {
            return "continues at '" + String.join("', '", trace().failed()) + "' once the cause is fixed";
        }
        return resumable()
                ? "continues where it stopped"
                : status == ReportedStatus.FAILED || cleanedUp() ? "cannot be resumed: " + trace().obstacle() : "";
    }

    /** A forecast and when it was recorded. */
    public record Expectation(long atMs, Forecast forecast) {}

    /** Returns the forecast at the start, if it is based on earlier runs. */
    public Optional<Forecast> forecast() {
        return forecasts.stream().findFirst().map(Expectation::forecast).filter(first -> first.runs() > 0);
    }

    /** Returns the drill coverage: {@code 3 of 5 failure paths exercised}. */
    public String describeCoverage() {
        return new FailurePaths(failurePaths).describe();
    }

    /** Returns the processes that survived the stop of their step. */
    public List<String> survivors() {
        return allSteps().stream()
                .flatMap(step -> step.lastAttempt().stream())
                .flatMap(attempt -> attempt.stopped().survivors().stream())
                .toList();
    }

    public boolean good() {
        return finished.map(end -> end.exitCode() == 0).orElse(false);
    }

    /** Returns the time from the first bad sample to the start of the clock; empty if no samples started the run. */
    public Optional<Duration> timeToDetect() {
        Instant clockStart = startedAt.plusMillis(clock.started() ? clock.zeroMs() : 0);
        return started.trigger()
                .filter(trigger -> trigger.afterRun().isEmpty())
                .map(trigger -> Duration.ofMillis(trigger.detectedAfterMs(clockStart)));
    }

    /** Returns the time from the fault that a drill has put in to the decision of a trigger; empty outside such a drill. */
    public Optional<Duration> breakToDecision() {
        return started.trigger()
                .map(FiredTrigger::decidedAfterBreakMs)
                .filter(ms -> ms >= 0)
                .map(Duration::ofMillis);
    }

    /** Returns whether the time on the clock exceeds the RTO. */
    public boolean late() {
        return clock.rtoMs() >= 0 && clock.elapsedMs(endMs) > clock.rtoMs();
    }

    /** Returns whether the RTO was reported to be at risk before the run's end. */
    public boolean atRisk() {
        return clock.atRiskMs() >= 0;
    }

    public boolean drill() {
        return started.mode() == Mode.DRILL;
    }

    public String cause() {
        return finished.map(RunFinished::cause).orElse("");
    }

    public List<Verdict> verdicts() {
        return finished.map(RunFinished::verdicts).orElse(List.of());
    }

    /** Returns all steps, containers before their members. */
    public List<StepView> allSteps() {
        return steps.stream().flatMap(StepView::withInner).toList();
    }

    /** Why a failure did not make the run fail. */
    public enum Tolerance {
        /** It made the run fail. */
        NONE,
        /** A handler said {@code carryOn()}. */
        IGNORED,
        /** Enough other members of the parallel were ok. */
        TOLERATED
    }

    /**
     * A step that did not end well.
     *
     * @param tolerance why the run continued nevertheless
     * @param by the step or container whose handler carried on, or whose quorum was reached; the step itself if the
     * failure was not tolerated
     */
    public record Failure(StepView step, Tolerance tolerance, StepView by) {
        public boolean tolerated() {
            return tolerance != Tolerance.NONE;
        }

        /** Returns the ending: {@code failed}, {@code failed, ignored (onFailure of Prepare: carryOn)}. */
        public String ending() {
            return step.describe() + (tolerated() ? ", " + describeTolerance() : "");
        }

        /**
         * Returns the tolerance: {@code ignored (onFailure: carryOn)},
         * {@code tolerated (System checks: 2 of 3 ok, needed 2 of 3)}; empty if it was not tolerated.
         */
        public String describeTolerance() {
            String owner = by.path().equals(step.path()) ? "" : by.path();
            return switch (tolerance) {
                case NONE -> "";
                case IGNORED -> "ignored (onFailure" + (owner.isEmpty() ? "" : " of " + owner) + ": carryOn)";
                case TOLERATED -> "tolerated (" + owner + (by.detail().isEmpty() ? "" : ": " + by.detail()) + ")";
            };
        }
    }

    /**
     * Returns the steps that did not end well, only the innermost ones, which readers ask about. Tolerated ones come
     * last.
     */
    public List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        steps.forEach(step -> failures(step, Tolerance.NONE, step, failures));
        failures.sort(Comparator.comparing(Failure::tolerated));
        return failures;
    }

    /** Returns the steps that were to be undone and are not, with the reason; empty when there are none. */
    public String notUndone() {
        return UndoReport.missed(undos);
    }

    /** Returns which part of the runbook the operator chose: {@code partial (--only 'Count')}; empty for the whole. */
    public String partial() {
        return started.selection().partial() ? "partial (" + started.selection().describe() + ")" : "";
    }

    /**
     * Collects the failures; the innermost container that tolerates a failure is named.
     *
     * @param around whether the container tolerates its failures, and {@code by} which step
     */
    private static void failures(StepView step, Tolerance around, StepView by, List<Failure> failures) {
        Tolerance own = tolerance(step);
        Tolerance tolerance = own == Tolerance.NONE ? around : own;
        StepView owner = own == Tolerance.NONE && around != Tolerance.NONE ? by : step;
        if (step.bad() && step.inner().stream().noneMatch(StepView::anyBad)) {
            boolean undo = step.isUndo();
            failures.add(undo ? new Failure(step, Tolerance.NONE, step) : new Failure(step, tolerance, owner));
        }
        step.inner().forEach(inner -> failures(inner, tolerance, owner, failures));
    }

    private static Tolerance tolerance(StepView step) {
        if (step.carriedOn()) {
            return Tolerance.IGNORED;
        }
        boolean counts = step.kind() == StepKind.PARALLEL || step.kind() == StepKind.FIRST_OF;
        boolean met = counts && !step.bad() && step.endMs() >= 0;
        return met ? Tolerance.TOLERATED : Tolerance.NONE;
    }

    /** Returns the steps that were planned and never began. */
    public List<StepView> notReached() {
        return allSteps().stream()
                .filter(step ->
                        step.state() == StepState.PENDING && step.inner().isEmpty())
                .toList();
    }

    /** Returns how long a step took, excluding pauses. */
    public long tookMs(StepView step) {
        return ActiveTime.tookMs(step.active(), endMs, pauses, one -> true);
    }

    /**
     * Returns how much of its budget a step used, which is the time shown for it everywhere; -1 when it never began.
     */
    public long usedMs(StepView step) {
        return step.began() ? ActiveTime.usedMs(step.active(), endMs, pauses) : -1;
    }

    /** Returns whether a step took longer than nine of ten earlier runs of it. */
    public boolean unusual(StepView step) {
        return step.usual().count() > 0 && usedMs(step) > step.usual().p90Ms();
    }

    /** Returns the steps that took longer than their budgets, the worst first. */
    public List<StepView> overruns() {
        return allSteps().stream()
                .filter(step -> !step.blame().isEmpty())
                .sorted(Comparator.comparingLong(step -> step.budgetMs() - usedMs(step)))
                .toList();
    }

    /** Returns the time on the RTO clock at {@code ms}; counts from the run's start if no clock was started. */
    public long onClock(long ms) {
        return ms - clock.zeroMs();
    }

    public Instant wall(long ms) {
        return startedAt.plusMillis(ms);
    }
}
