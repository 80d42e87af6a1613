package dev.runbook.model;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.AtRisk;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.Breached;
import dev.runbook.journal.event.ClockCompressed;
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
import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.journal.event.QuestionAsked;
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
    private final Entry entry;
    private final boolean continues;
    private final Optional<StepView> step;

    /**
     * @param continues whether the record is the first of a step since the run was resumed
     * @param step the step, container or followed runbook of the record, as the record left it
     */
    AppliedRecord(Entry entry, boolean continues, Optional<StepView> step) {
        this.entry = entry;
        this.continues = continues;
        this.step = step;
    }

    /** Calls the methods of an observer that fit the record. */
    public void dispatchTo(RunObserver observer) {
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
        if (event instanceof StepStarted) {
            step.ifPresent(observer::stepStarted);
        } else if (event instanceof QuestionAsked question) {
            if (continues) {
                step.ifPresent(observer::stepStarted);
            }
            observer.questionAsked(question);
        } else if (event instanceof QuestionAnswered answer) {
            observer.questionAnswered(answer);
        } else if (event instanceof AttemptStarted attempt) {
            if (continues) {
                step.ifPresent(observer::stepStarted);
            }
            observer.attemptStarted(attempt);
        } else if (event instanceof AttemptFinished attempt) {
            step.ifPresent(view -> observer.attemptEnded(view, attempt));
        } else if (event instanceof FailedInside failure) {
            observer.failedInside(failure);
        } else if (event instanceof StepFinished end) {
            step.ifPresent(view -> observer.stepEnded(view, end));
        } else if (event instanceof StepSkipped) {
            step.ifPresent(observer::stepSkipped);
        } else {
            return false;
        }
        return true;
    }

    /** Returns the path of the step that a record begins or continues, other than its own first record. */
    static Optional<String> beginning(Event event) {
        if (event instanceof AttemptStarted attempt) {
            return Optional.of(attempt.step());
        }
        return event instanceof QuestionAsked question ? Optional.of(question.step()) : Optional.empty();
    }

    /** Returns the path of the step or container whose state an event changes. */
    static Optional<String> path(Event event) {
        if (event instanceof StepStarted step) {
            return Optional.of(step.step());
        } else if (beginning(event).isPresent()) {
            return beginning(event);
        } else if (event instanceof AttemptFinished attempt) {
            return Optional.of(attempt.step());
        } else if (event instanceof StepFinished step) {
            return Optional.of(step.step());
        } else if (event instanceof StepSkipped step) {
            return Optional.of(step.step());
        } else if (event instanceof GroupStarted group) {
            return Optional.of(group.step());
        } else if (event instanceof GroupFinished group) {
            return Optional.of(group.step());
        }
        return Optional.empty();
    }

    private boolean container(Event event, RunObserver observer) {
        if (event instanceof GroupStarted group) {
            step.ifPresent(view -> observer.containerStarted(view, group.members()));
        } else if (event instanceof GroupFinished) {
            step.ifPresent(observer::containerEnded);
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
                || event instanceof ClockCompressed
                || event instanceof ClockGap
                || event instanceof StopRequested
                || event instanceof Resumed
                || event instanceof RecoveryPointMeasured
                || event instanceof QuestionAnswered
                || event instanceof Noted;
    }
}
