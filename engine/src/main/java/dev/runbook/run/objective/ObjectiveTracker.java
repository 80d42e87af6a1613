package dev.runbook.run.objective;

import dev.runbook.forecast.FinishForecaster;
import dev.runbook.forecast.PastTimes;
import dev.runbook.journal.Entry;
import dev.runbook.journal.event.Breached;
import dev.runbook.journal.event.ClockGap;
import dev.runbook.journal.event.ClockStarted;
import dev.runbook.journal.event.ClockStopped;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import dev.runbook.plan.ClockMark;
import dev.runbook.plan.Message.When;
import dev.runbook.plan.Node;
import dev.runbook.plan.Plan;
import dev.runbook.run.message.Notices;
import dev.runbook.run.record.Recorder;
import dev.runbook.run.resume.JournalReplay;
import dev.runbook.run.resume.RecordedClock;
import dev.runbook.time.Clock;
import dev.runbook.time.RtoStopwatch;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Tracks the run's RTO: starts and stops its clock, reports when it is at risk or breached. Thread-safe. */
public final class ObjectiveTracker implements RunObserver {
    private final Plan plan;
    private final Clock clock;
    private final Recorder recorder;
    private final Notices notices;
    private final RtoStopwatch rtoClock;
    private final FinishForecaster forecaster;
    private final DataLosses losses = new DataLosses();
    private final RiskWatch risk;
    private boolean breached;
    private Optional<Clock.Alarm> breach = Optional.empty();

    public ObjectiveTracker(Plan plan, PastTimes past, Clock clock, Recorder recorder, Notices notices) {
        this.plan = plan;
        this.clock = clock;
        this.recorder = recorder;
        this.notices = notices;
        this.rtoClock = new RtoStopwatch(clock);
        this.forecaster = new FinishForecaster(plan, past, rtoClock, clock);
        this.risk = new RiskWatch(forecaster, clock, recorder, notices);
        losses.follows("", plan);
        recorder.subscribe(this);
        recorder.subscribe(losses);
    }

    /** Begins the run; {@code since} is when the outage began, if the clock counts from there. */
    public void begins(Optional<Instant> since) {
        if (plan.marksClock()) {
            return;
        }
        Instant now = clock.wall();
        Instant began = since.orElse(now.truncatedTo(ChronoUnit.MILLIS));
        Duration elapsed = since.map(instant -> Duration.between(instant, now)).orElse(Duration.ZERO);
        start(reason(since), elapsed, began);
    }

    /** Resumes the run: its clock has never stopped. {@code now} is the entry that records the resume. */
    public void resumes(JournalReplay past, Entry now) {
        RecordedClock recorded = past.clock();
        forecaster.remember(past.entries());
        RunModel.replay(past.entries(), losses);
        synchronized (this) {
            breached = recorded.breached();
        }
        if (recorded.stopped().isPresent()) {
            rtoClock.stoppedBefore(recorded.stopped().get());
        } else if (recorded.started().isPresent()) {
            resumeClock(between(recorded.started().get(), now).plus(recorded.elapsedAtStart()));
        } else if (!plan.marksClock()) { // the engine died before it could record the start
            Entry first = past.entries().get(0);
            Optional<Instant> since = past.since();
            Duration before =
                    since.map(instant -> Duration.between(instant, first.at())).orElse(Duration.ZERO);
            Duration elapsed = between(first, now).plus(before);
            recorder.record(new ClockStarted(
                    reason(since), elapsed.toMillis(), since.orElse(first.at()).toString()));
            resumeClock(elapsed);
        }
    }

    private void resumeClock(Duration elapsed) {
        rtoClock.start(elapsed);
        watchForBreach(elapsed);
        risk.begins();
    }

    private static Duration between(Entry from, Entry to) {
        return Duration.ofNanos(to.sinceStartNanos() - from.sinceStartNanos());
    }

    private static ClockStarted.Reason reason(Optional<Instant> since) {
        return since.isPresent() ? ClockStarted.Reason.OUTAGE_BEGAN : ClockStarted.Reason.RUN_STARTED;
    }

    /** Handles that a node of the run's own runbook is about to run. */
    public void before(Node node) {
        if (node instanceof ClockMark mark && mark.kind() == ClockMark.Kind.START) {
            if (!rtoClock.started()) {
                start(
                        ClockStarted.Reason.START_CLOCK,
                        Duration.ZERO,
                        clock.wall().truncatedTo(ChronoUnit.MILLIS));
            }
        } else if (node instanceof ClockMark) {
            stop(ClockStopped.Reason.STOP_CLOCK);
        }
    }

    public void ends() {
        stop(ClockStopped.Reason.LAST_STEP_ENDED);
    }

    /** Handles that a followed runbook is about to run under this path. */
    public void follows(String path, Plan followed) {
        losses.follows(path, followed);
    }

    /**
     * Records the recovery point of a task; returns why there is none, if there is none.
     *
     * @param settings of the environment: a value equal to one of them is not a measurement
     */
    public Optional<String> recoveryPoint(String step, Map<String, Object> values, Map<String, Object> settings) {
        try {
            recorder.record(losses.measured(step, RecoveryPoint.in(values), clock.wall(), settings));
            return Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.of(none.getMessage());
        }
    }

    /** Returns how long a step usually takes, in words that follow its time; empty when unknown. */
    public String usually(String step) {
        return forecaster.usually(step);
    }

    public Duration elapsed() {
        return rtoClock.elapsed();
    }

    /** Returns the data loss of the run's own runbook and of those it followed. */
    public DataLosses losses() {
        return losses;
    }

    private void start(ClockStarted.Reason reason, Duration elapsed, Instant began) {
        rtoClock.start(elapsed);
        recorder.record(new ClockStarted(reason, elapsed.toMillis(), began.toString()));
        watchForBreach(elapsed);
        risk.begins();
    }

    /** Reschedules the breach alarm after the machine slept: alarms pause during sleep, the RTO clock does not. */
    @Override
    public synchronized void clockGap(ClockGap gap) {
        if (gap.kind() == ClockGap.Kind.SLEPT && rtoClock.running()) {
            breach.ifPresent(Clock.Alarm::cancel);
            watchForBreach(rtoClock.elapsed());
        }
    }

    private synchronized void watchForBreach(Duration elapsed) {
        plan.rto().filter(rto -> !breached).ifPresent(rto -> {
            Duration left = rto.time().minus(elapsed);
            breach = Optional.of(clock.after(left.isNegative() ? Duration.ZERO : left, () -> breached(rto.time())));
        });
    }

    private void stop(ClockStopped.Reason reason) {
        synchronized (this) {
            if (!rtoClock.running()) {
                return;
            }
            rtoClock.stop();
            breach.ifPresent(Clock.Alarm::cancel);
        }
        risk.ends();
        recorder.record(new ClockStopped(reason, rtoClock.elapsed().toMillis()));
    }

    private void breached(Duration rto) {
        synchronized (this) {
            if (breached || !rtoClock.running()) {
                return;
            }
            breached = true;
        }
        String why = "the run is still in progress"
                + forecaster.blame().map(blame -> "; " + blame).orElse("");
        recorder.record(new Breached(rtoClock.elapsed().toMillis(), rto.toMillis(), why));
        notices.sendAt(When.BREACHED);
    }
}
