package dev.runbook.run.objective;

import dev.runbook.forecast.FinishForecaster;
import dev.runbook.journal.Entry;
import dev.runbook.journal.event.ClockGap;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.GroupFinished;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.HandlerStarted;
import dev.runbook.journal.event.StepFinished;
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
        recorder.subscribe(this::recorded);
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

    private void recorded(Entry entry) {
        forecaster.recorded(entry);
        if (moves(entry.event())) {
            update();
        }
    }

    /** Returns whether the event may have changed the remaining work. */
    private static boolean moves(Event event) {
        return event instanceof StepFinished
                || event instanceof GroupFinished
                || event instanceof HandlerStarted
                || event instanceof HandlerFinished
                || event instanceof ClockGap;
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
