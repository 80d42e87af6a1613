package dev.runbook.model;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.AtRisk;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.Breached;
import dev.runbook.journal.event.ClockGap;
import dev.runbook.journal.event.ClockStarted;
import dev.runbook.journal.event.ClockStopped;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.FailedInside;
import dev.runbook.journal.event.FollowFinished;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.Forecast;
import dev.runbook.journal.event.GroupFinished;
import dev.runbook.journal.event.GroupStarted;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.HandlerStarted;
import dev.runbook.journal.event.MachineClock;
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
import java.util.Optional;

/** A record that a model has applied, for observers. */
public final class AppliedRecord {
    private final RunModel model;
    private final Entry entry;
    private final boolean continues;
    private Optional<StepView> step = Optional.empty();

    /** @param continues whether the record is the first of a step since the run was resumed */
    AppliedRecord(RunModel model, Entry entry, boolean continues) {
        this.model = model;
        this.entry = entry;
        this.continues = continues;
    }

    /** Calls the methods of an observer that fit the record. Called by one thread. */
    public void tell(RunObserver observer) {
        observer.at(entry);
        Event event = entry.event();
        if (!step(event, observer) && !container(event, observer)) {
            run(event, observer);
            clock(event, observer);
        }
        if (notable(event)) {
            TimelineMessage.of(event).ifPresent(observer::noted);
        }
    }

    private boolean step(Event event, RunObserver observer) {
        if (event instanceof StepStarted step) {
            step(step.step()).ifPresent(observer::stepStarted);
        } else if (event instanceof AttemptStarted attempt) {
            if (continues) {
                step(attempt.step()).ifPresent(observer::stepStarted);
            }
            observer.attemptStarted(attempt);
        } else if (event instanceof AttemptFinished attempt) {
            step(attempt.step()).ifPresent(step -> observer.attemptEnded(step, attempt));
        } else if (event instanceof FailedInside failure) {
            observer.failedInside(failure);
        } else if (event instanceof StepFinished end) {
            step(end.step()).ifPresent(step -> observer.stepEnded(step, end));
        } else if (event instanceof StepSkipped step) {
            step(step.step()).ifPresent(observer::stepSkipped);
        } else {
            return false;
        }
        return true;
    }

    /** Returns the step of the record, which is the same for every observer. */
    private Optional<StepView> step(String path) {
        step = step.or(() -> model.step(path));
        return step;
    }

    private boolean container(Event event, RunObserver observer) {
        if (event instanceof GroupStarted group) {
            step(group.step()).ifPresent(step -> observer.containerStarted(step, group.members()));
        } else if (event instanceof GroupFinished group) {
            step(group.step()).ifPresent(observer::containerEnded);
        } else if (event instanceof HandlerStarted handler) {
            observer.handlerStarted(handler);
        } else if (event instanceof HandlerFinished handler) {
            observer.handlerEnded(handler);
        } else if (event instanceof FollowStarted follow) {
            observer.runbookStarted(follow);
        } else if (event instanceof FollowFinished follow) {
            observer.runbookEnded(follow);
        } else {
            return false;
        }
        return true;
    }

    private static void run(Event event, RunObserver observer) {
        if (event instanceof RunStarted run) {
            observer.runStarted(run);
        } else if (event instanceof RunFinished end) {
            observer.runEnded(end);
        } else if (event instanceof MessageSent message) {
            observer.messageSent(message);
        } else if (event instanceof RecoveryPointMeasured point) {
            observer.recoveryPointMeasured(point);
        } else if (event instanceof StopRequested stop) {
            observer.stopRequested(stop);
        } else if (event instanceof Resumed resume) {
            observer.resumed(resume);
        }
    }

    private static void clock(Event event, RunObserver observer) {
        if (event instanceof ClockStarted clock) {
            observer.clockStarted(clock);
        } else if (event instanceof ClockStopped clock) {
            observer.clockStopped(clock);
        } else if (event instanceof ClockGap gap) {
            observer.clockGap(gap);
        } else if (event instanceof MachineClock clock) {
            observer.machineClock(clock);
        } else if (event instanceof AtRisk) {
            observer.rtoAtRisk();
        } else if (event instanceof Breached) {
            observer.rtoMissed();
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
