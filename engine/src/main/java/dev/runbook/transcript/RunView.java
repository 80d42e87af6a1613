package dev.runbook.transcript;

import dev.runbook.journal.ActiveTime;
import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.FailurePath;
import dev.runbook.journal.FailureTrace;
import dev.runbook.journal.JournalText;
import dev.runbook.journal.Pause;
import dev.runbook.journal.UndoReport;
import dev.runbook.value.Words;
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
 * @param status one of {@code succeeded}, {@code failed}, {@code fellBack} and {@code aborted}; {@code running} while an engine
 *     process executes it; {@code interrupted} when its engine died; {@link #DAMAGED}
 * @param endMs the last record's time; for a running run, now
 * @param finished the last record of a run that ended
 * @param steps the planned steps and those added, in order, as a tree
 * @param moments all events, in order
 * @param idle the pauses: no engine process, the engine suspended, the machine asleep
 * @param forecasts the recorded forecasts of when the run would be done
 * @param failurePaths of a drill: the failure paths of its runbook, and which were ever taken there
 * @param gaveWay whether it undid what it had done, so that it cannot be resumed
 * @param faultsNotMet of a drill: the injected faults it did not reach
 * @param takenBack the steps that were to be undone, and how each of their undos ended
 * @param damage what is wrong with the journal; empty when it is intact
 * @param head the hash of its last good record
 */
public record RunView(
        Event.RunStarted started,
        Instant startedAt,
        String status,
        PromiseView promise,
        long endMs,
        Optional<Event.RunFinished> finished,
        List<StepView> steps,
        List<TimelineEntry> moments,
        List<Event.NoticeSent> notices,
        List<Event.Resumed> resumes,
        List<Pause> idle,
        List<Expectation> forecasts,
        List<FailurePath> failurePaths,
        boolean gaveWay,
        List<String> faultsNotMet,
        List<UndoReport.Undo> takenBack,
        String damage,
        long records,
        String head) {
    static final String DAMAGED = "damaged";

    /**
     * @param now the wall clock, while an engine process executes the run, since the run's own clock is running
     * @return empty when the engine died before the first record
     */
    public static Optional<RunView> of(JournalText text, Optional<Instant> now) {
        List<Entry> entries = text.entries();
        if (entries.isEmpty() || !(entries.get(0).event() instanceof Event.RunStarted)) {
            return Optional.empty();
        }
        return Optional.of(new RunViewBuilder(text, now).view());
    }

    /** Returns the status for people: {@code journal damaged at record 40}, {@code fell back}. */
    String statusTold() {
        return status.equals(DAMAGED) ? "journal damaged at record " + (records + 1) : Words.describe(status);
    }

    public boolean running() {
        return status.equals("running");
    }

    /** Returns whether {@code runbook resume} continues the run. */
    public boolean resumable() {
        return status.equals("interrupted") || (status.equals("aborted") && !gaveWay) || continuesAtFailure();
    }

    /** Returns whether a resume continues the run at the step that failed, once its cause is fixed. */
    private boolean continuesAtFailure() {
        return status.equals("failed") && trace().resumable();
    }

    /** Returns where the run failed, if it did. */
    public FailureTrace trace() {
        return finished.map(Event.RunFinished::trace).orElseGet(FailureTrace::none);
    }

    /** Returns the command that continues the run; empty if none does. */
    public String resumeCommand() {
        return resumable()
                ? "runbook resume " + started.run() + (continuesAtFailure() ? " --reason 'WHAT WAS MENDED'" : "")
                : "";
    }

    /** Returns what that command does, or why there is none; empty for a run that did not fail. */
    public String resumeTold() {
        if (continuesAtFailure()) {
            return "continues at '" + String.join("', '", trace().failed()) + "' once the cause is mended";
        }
        return resumable()
                ? "continues where it stopped"
                : status.equals("failed") ? "cannot be resumed: " + trace().obstacle() : "";
    }

    /** A forecast and when it was recorded. */
    public record Expectation(long atMs, Event.Forecast forecast) {}

    /** Returns the forecast at the start, if it is based on earlier runs. */
    public Optional<Event.Forecast> forecast() {
        return forecasts.stream().findFirst().map(Expectation::forecast).filter(first -> first.runs() > 0);
    }

    /** Returns the drill coverage: {@code 3 of 5 failure paths exercised}. */
    public String rehearsed() {
        return new Event.FailurePaths(failurePaths).describe();
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

    /** Returns whether the time on the clock exceeds the RTO. */
    public boolean late() {
        return promise.rtoMs() >= 0 && promise.elapsedMs(endMs) > promise.rtoMs();
    }

    /** Returns whether the RTO was reported to be at risk before the run's end. */
    public boolean atRisk() {
        return promise.atRiskMs() >= 0;
    }

    public boolean drill() {
        return started.mode().equals("drill");
    }

    public String cause() {
        return finished.map(Event.RunFinished::cause).orElse("");
    }

    public List<Event.Verdict> verdicts() {
        return finished.map(Event.RunFinished::verdicts).orElse(List.of());
    }

    /** Returns all steps, containers before their members. */
    public List<StepView> allSteps() {
        return steps.stream().flatMap(StepView::withInner).toList();
    }

    /** Why a failure did not make the run fail. */
    public enum Tolerance {
        /** It made the run fail. */
        NONE("none"),
        /** A handler said {@code carryOn()}. */
        CARRIED_ON("carriedOn"),
        /** Enough other members of the parallel were ok. */
        QUORUM("quorum");

        private final String word;

        Tolerance(String word) {
            this.word = word;
        }

        /** Returns the word for programs. */
        public String word() {
            return word;
        }
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
        String ending() {
            return step.describe() + (tolerated() ? ", " + toleranceTold() : "");
        }

        /**
         * Returns the tolerance: {@code ignored (onFailure: carryOn)},
         * {@code tolerated (System checks: 2 of 3 ok, needed 2 of 3)}; empty if it was not tolerated.
         */
        public String toleranceTold() {
            String owner = by.path().equals(step.path()) ? "" : by.path();
            return switch (tolerance) {
                case NONE -> "";
                case CARRIED_ON -> "ignored (onFailure" + (owner.isEmpty() ? "" : " of " + owner) + ": carryOn)";
                case QUORUM -> "tolerated (" + owner + (by.detail().isEmpty() ? "" : ": " + by.detail()) + ")";
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
    public String notTakenBack() {
        return UndoReport.missed(takenBack);
    }

    /** Returns which part of the runbook the operator chose: {@code partial (--only 'Count')}; empty for the whole. */
    public String partial() {
        return started.part().isEmpty() ? "" : "partial (" + started.part() + ")";
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
            boolean undo = step.kind().equals(StepView.UNDO);
            failures.add(undo ? new Failure(step, Tolerance.NONE, step) : new Failure(step, tolerance, owner));
        }
        step.inner().forEach(inner -> failures(inner, tolerance, owner, failures));
    }

    private static Tolerance tolerance(StepView step) {
        if (step.carriedOn()) {
            return Tolerance.CARRIED_ON;
        }
        boolean met = step.kind().equals(StepView.PARALLEL) && !step.bad() && step.endMs() >= 0;
        return met ? Tolerance.QUORUM : Tolerance.NONE;
    }

    /** Returns the steps that were planned and never began. */
    public List<StepView> notReached() {
        return allSteps().stream()
                .filter(step ->
                        step.state().equals(StepView.PENDING) && step.inner().isEmpty())
                .toList();
    }

    /** Returns how long a step took, excluding pauses. */
    long tookMs(StepView step) {
        return ActiveTime.tookMs(step.active(), endMs, idle, one -> true);
    }

    /**
     * Returns how much of its budget a step used, which is the time shown for it everywhere; -1 when it never began.
     */
    public long usedMs(StepView step) {
        return step.began() ? ActiveTime.usedMs(step.active(), endMs, idle) : -1;
    }

    /** Returns whether a step took longer than nine of ten earlier runs of it. */
    boolean unusual(StepView step) {
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
        return ms - promise.zeroMs();
    }

    public Instant wall(long ms) {
        return startedAt.plusMillis(ms);
    }
}
