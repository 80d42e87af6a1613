package dev.runbook.model;

import dev.runbook.journal.event.AtRisk;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.Breached;
import dev.runbook.journal.event.ClockGap;
import dev.runbook.journal.event.ClockStarted;
import dev.runbook.journal.event.ClockStopped;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.Forecast;
import dev.runbook.journal.event.GroupFinished;
import dev.runbook.journal.event.GroupStarted;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.HandlerStarted;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.Noted;
import dev.runbook.journal.event.Overrun;
import dev.runbook.journal.event.RecoveryPointMeasured;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.StepSkipped;
import dev.runbook.journal.event.StepStarted;
import dev.runbook.journal.event.StopRequested;

/** Calls the method of an observer that fits a record. */
final class ObserverCalls {
    private final RunModel model;
    private final RunObserver observer;

    ObserverCalls(RunModel model, RunObserver observer) {
        this.model = model;
        this.observer = observer;
    }

    /** @param continues whether the record is the first of a step since the run was resumed */
    void tell(Event event, boolean continues) {
        if (event instanceof RunStarted run) {
            observer.runStarted(run);
        } else if (event instanceof RunFinished end) {
            observer.runEnded(end);
        } else if (event instanceof MessageSent message) {
            observer.messageSent(message);
        } else if (event instanceof FollowStarted follow) {
            observer.runbookStarted(follow.runbook(), follow.fallback());
        } else if (event instanceof HandlerStarted handler) {
            observer.handlerStarted(handler.of());
        } else if (event instanceof HandlerFinished handler) {
            observer.handlerEnded(handler);
        } else if (event instanceof GroupStarted group) {
            model.step(group.step()).ifPresent(step -> observer.containerStarted(step, group.members()));
        } else if (event instanceof GroupFinished group) {
            model.step(group.step()).ifPresent(observer::containerEnded);
        } else if (!step(event, continues)) {
            run(event);
        }
    }

    private boolean step(Event event, boolean continues) {
        if (event instanceof StepStarted step) {
            model.step(step.step()).ifPresent(observer::stepStarted);
        } else if (event instanceof AttemptStarted attempt) {
            if (continues) {
                model.step(attempt.step()).ifPresent(observer::stepStarted);
            }
            observer.attemptStarted(attempt);
        } else if (event instanceof AttemptFinished attempt) {
            model.step(attempt.step()).ifPresent(step -> observer.attemptEnded(step, attempt));
        } else if (event instanceof StepFinished step) {
            model.step(step.step()).ifPresent(observer::stepEnded);
        } else if (event instanceof StepSkipped step) {
            model.step(step.step()).ifPresent(observer::stepSkipped);
        } else {
            return false;
        }
        return true;
    }

    private void run(Event event) {
        if (event instanceof StopRequested) {
            observer.stopRequested();
        } else if (event instanceof Resumed) {
            observer.resumed();
        }
        if (notable(event)) {
            TimelineMessage.of(event).ifPresent(observer::noted);
        }
    }

    private static boolean notable(Event event) {
        if (event instanceof ClockStarted start) {
            return start.reason() == ClockStarted.Reason.START_CLOCK;
        }
        if (event instanceof ClockStopped stop) {
            return stop.reason() == ClockStopped.Reason.STOP_CLOCK;
        }
        if (event instanceof Forecast forecast) {
            return forecast.runs() > 0;
        }
        return event instanceof AtRisk
                || event instanceof Breached
                || event instanceof Overrun
                || event instanceof ClockGap
                || event instanceof StopRequested
                || event instanceof Resumed
                || event instanceof RecoveryPointMeasured
                || event instanceof Noted;
    }
}
