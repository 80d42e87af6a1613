package dev.runbook.run.objective;

import dev.runbook.forecast.FinishForecaster;
import dev.runbook.journal.event.ClockGap;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.HandlerStarted;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.model.RunObserver;
import dev.runbook.model.StepView;
import dev.runbook.plan.Message.When;
import dev.runbook.run.message.Notices;
import dev.runbook.run.record.Recorder;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Updates the forecast after every record, and again when enough time has passed for the RTO to be at risk, and reports
 * the result. Thread-safe.
 */
final class RiskWatch {
    private final FinishForecaster forecaster;
    private final Clock clock;
    private final Recorder recorder;
    private final Notices notices;
    private Optional<Clock.Alarm> alarm = Optional.empty();
    private long alarmAt;
    private boolean watching;

    RiskWatch(FinishForecaster forecaster, Clock clock, Recorder recorder, Notices notices) {
        this.forecaster = forecaster;
        this.clock = clock;
        this.recorder = recorder;
        this.notices = notices;
        recorder.subscribe(forecaster);
        recorder.subscribe(new WorkChanges());
    }

    /** Handles the start of the RTO clock. */
    void begins() {
        synchronized (this) {
            watching = true;
        }
        update();
    }

    /** Handles the stop of the RTO clock. */
    synchronized void ends() {
        watching = false;
        alarm.ifPresent(Clock.Alarm::cancel);
    }

    /** Looks after each record that may have changed the remaining work. */
    private final class WorkChanges implements RunObserver {
        @Override
        public void stepEnded(StepView step, StepFinished end) {
            update();
        }

        @Override
        public void containerEnded(StepView container) {
            update();
        }

        @Override
        public void handlerStarted(HandlerStarted handler) {
            update();
        }

        @Override
        public void handlerEnded(HandlerFinished handler) {
            update();
        }

        @Override
        public void clockGap(ClockGap gap) {
            update();
        }
    }

    private void update() {
        synchronized (this) {
            if (!watching) {
                return;
            }
        }
        forecaster.atRisk().ifPresent(risk -> {
            recorder.record(risk);
            notices.sendAt(When.AT_RISK);
        });
        forecaster.forecast().ifPresent(recorder::record);
        forecaster.quietFor().ifPresent(this::updateIn);
    }

    private synchronized void updateIn(Duration time) {
        long at = clock.nanos() + time.toNanos();
        boolean waits = alarm.isPresent() && alarmAt - clock.nanos() > 0;
        if (watching && (!waits || at - alarmAt < 0)) {
            alarm.ifPresent(Clock.Alarm::cancel);
            alarmAt = at;
            alarm = Optional.of(clock.after(time, this::update));
        }
    }
}
