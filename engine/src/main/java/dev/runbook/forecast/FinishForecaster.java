package dev.runbook.forecast;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.AtRisk;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.ClockGap;
import dev.runbook.journal.event.Forecast;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.HandlerStarted;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.model.Pause;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import dev.runbook.model.StepState;
import dev.runbook.model.StepView;
import dev.runbook.plan.Plan;
import dev.runbook.plan.RtoTarget;
import dev.runbook.time.Clock;
import dev.runbook.time.Durations;
import dev.runbook.time.RtoStopwatch;
import dev.runbook.time.TimeText;
import dev.runbook.value.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Forecasts after every journal entry when the RTO clock will stop, and reports before a breach that the RTO is at
 * risk: when a step ends late, when a failure adds work, and while a step runs longer than the RTO leaves room for.
 * Thread-safe.
 */
public final class FinishForecaster implements RunObserver {
    /** Budgets that fill the RTO to the second leave no room for the engine's own milliseconds, and need none. */
    private static final Duration MOST_NOISE = Duration.ofSeconds(1);

    private static final int NOISE_PERCENT = 1;

    private static final int SIGNIFICANT_PERCENT = 5;

    private final Plan plan;
    private final RtoStopwatch rtoClock;
    private final Clock clock;
    private final PastTimes past;
    private final int runs;
    private final RemainingWork remaining;
    private final DelayTracker delays;
    private long lastNanos;
    private long lastAt;
    private boolean atRiskReported;
    private long now;
    private boolean replaying;
    private Optional<Runnable> resumed = Optional.empty();
    private Optional<Duration> lastForecast = Optional.empty();

    public FinishForecaster(Plan plan, PastTimes past, RtoStopwatch rtoClock, Clock clock) {
        this.plan = plan;
        this.rtoClock = rtoClock;
        this.clock = clock;
        this.past = past;
        this.runs = past.runs();
        this.remaining = new RemainingWork(plan, past);
        this.delays = new DelayTracker(remaining, past);
        this.lastAt = clock.elapsingNanos();
    }

    /** Replays what an earlier engine process recorded of this run. */
    public synchronized void remember(List<Entry> entries) {
        replaying = true;
        RunModel.replay(entries, this);
        replaying = false;
        resumed.ifPresent(Runnable::run);
    }

    @Override
    public synchronized void at(Entry entry) {
        now = entry.sinceStartNanos();
        lastNanos = Math.max(lastNanos, now);
        lastAt = clock.elapsingNanos();
    }

    @Override
    public synchronized void stepStarted(StepView step) {
        delays.begin(step.path(), now);
        remaining.begin(step.path(), now);
    }

    @Override
    public synchronized void attemptStarted(AttemptStarted attempt) {
        remaining.begin(attempt.step(), now);
    }

    @Override
    public synchronized void stepEnded(StepView step, StepFinished end) {
        ended(step.path(), end.result() == Result.CANCELLED);
    }

    @Override
    public synchronized void stepSkipped(StepView step) {
        remaining.end(step.path());
    }

    @Override
    public synchronized void containerStarted(StepView container, int members) {
        stepStarted(container);
    }

    @Override
    public synchronized void containerEnded(StepView container) {
        ended(container.path(), container.state() == StepState.CANCELLED);
    }

    private void ended(String path, boolean halted) {
        delays.end(path, halted, now);
        if (!halted) {
            remaining.end(path);
        }
    }

    @Override
    public synchronized void handlerStarted(HandlerStarted handler) {
        remaining.handlerStarted(handler, now);
    }

    @Override
    public synchronized void handlerEnded(HandlerFinished handler) {
        remaining.handlerEnded(handler);
    }

    @Override
    public synchronized void clockGap(ClockGap gap) {
        Pause.before(gap, now / 1_000_000).ifPresent(delays::paused);
    }

    @Override
    public synchronized void resumed(Resumed resume) {
        long at = now;
        Runnable applied = () -> {
            Pause.before(resume, at / 1_000_000).ifPresent(delays::paused);
            delays.resumed(at);
            remaining.resumed();
        };
        if (replaying) {
            applied.run();
        } else {
            resumed = Optional.of(applied); // it arrives before the entries it continues from are replayed
        }
    }

    @Override
    public synchronized void rtoAtRisk() {
        atRiskReported = true;
    }

    /** Returns the forecast if it is worth recording: the first, and each that differs from the last one recorded. */
    public synchronized Optional<Forecast> forecast() {
        boolean done = lastForecast.isPresent() && left().isZero();
        if (done || !rtoClock.running() || (plan.rto().isEmpty() && runs == 0)) {
            return Optional.empty();
        }
        Duration now = expected();
        long moved = lastForecast.map(last -> now.minus(last).abs().toMillis()).orElse(Long.MAX_VALUE);
        long whole = rto().orElse(now).toMillis();
        if (moved < Math.max(MOST_NOISE.toMillis(), whole * SIGNIFICANT_PERCENT / 100)) {
            return Optional.empty();
        }
        lastForecast = Optional.of(now);
        return Optional.of(
                new Forecast(now.toMillis(), rto().map(Duration::toMillis).orElse(-1L), runs));
    }

    /** Returns the warning that the RTO is at risk: at most once, and never after a breach. */
    public synchronized Optional<AtRisk> atRisk() {
        if (atRiskReported || rto().isEmpty() || !rtoClock.running()) {
            return Optional.empty();
        }
        Duration expected = expected();
        Duration rto = rto().get();
        if (expected.compareTo(rto.plus(noise(rto))) <= 0 || rtoClock.elapsed().compareTo(rto) >= 0) {
            return Optional.empty();
        }
        atRiskReported = true;
        lastForecast = Optional.of(expected);
        String why = remaining
                .fallback()
                .map(other -> "falling back to " + other + " is expected to take " + TimeText.of(left()))
                .or(() -> delays.most(now()))
                .orElse("what is still to come usually takes " + TimeText.of(left()));
        return Optional.of(new AtRisk(expected.toMillis(), rto.toMillis(), why));
    }

    /**
     * Returns how long from now the RTO cannot become at risk unless something is recorded; empty once it was reported.
     */
    public synchronized Optional<Duration> quietFor() {
        if (atRiskReported || rto().isEmpty() || !rtoClock.running()) {
            return Optional.empty();
        }
        Duration rto = rto().get();
        Duration room = rto.plus(noise(rto)).minus(expected());
        return Optional.of(room.isNegative() ? noise(rto) : room.plusMillis(1));
    }

    /** Returns the largest unexpected delay in words; empty if there is none. */
    public synchronized Optional<String> blame() {
        return delays.most(now());
    }

    /** Returns how long a step usually takes, in words that follow its time; empty when unknown. */
    public String usually(String step) {
        return past.usual(step)
                .map(usual -> ", usually " + TimeText.of(usual.median()))
                .orElse("");
    }

    private static Duration noise(Duration rto) {
        Duration share = rto.multipliedBy(NOISE_PERCENT).dividedBy(100);
        return Durations.shorter(share, MOST_NOISE);
    }

    private Duration expected() {
        return rtoClock.elapsed().plus(left());
    }

    private Duration left() {
        return Duration.ofNanos(remaining.left(now()));
    }

    /** Returns the current time on the journal's axis. */
    private long now() {
        return lastNanos + clock.elapsingNanos() - lastAt;
    }

    private Optional<Duration> rto() {
        return plan.rto().map(RtoTarget::time);
    }
}
