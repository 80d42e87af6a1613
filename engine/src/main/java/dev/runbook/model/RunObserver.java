package dev.runbook.model;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.ClockGap;
import dev.runbook.journal.event.ClockStarted;
import dev.runbook.journal.event.ClockStopped;
import dev.runbook.journal.event.FailedInside;
import dev.runbook.journal.event.FollowFinished;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.HandlerStarted;
import dev.runbook.journal.event.MachineClock;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.journal.event.RecoveryPointMeasured;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.StopRequested;

/**
 * Learns what each record has changed, after the model has applied it. A step or container is given as it is then; an
 * observer implements what it needs.
 */
public interface RunObserver {
    /** Called first for every record: when it was written. */
    default void at(Entry entry) {}

    default void runStarted(RunStarted run) {}

    /** Called when a step begins, or is continued by another engine process. */
    default void stepStarted(StepView step) {}

    default void attemptStarted(AttemptStarted attempt) {}

    default void attemptEnded(StepView step, AttemptFinished attempt) {}

    /** Called when people are asked, or asked again by another engine process. */
    default void questionAsked(QuestionAsked question) {}

    /** Called for every answer, also one that does not count. */
    default void questionAnswered(QuestionAnswered answer) {}

    default void failedInside(FailedInside failure) {}

    default void stepEnded(StepView step, StepFinished end) {}

    default void stepSkipped(StepView step) {}

    default void containerStarted(StepView container, int members) {}

    default void containerEnded(StepView container) {}

    default void handlerStarted(HandlerStarted handler) {}

    default void handlerEnded(HandlerFinished handler) {}

    default void runbookStarted(FollowStarted runbook) {}

    default void runbookEnded(FollowFinished runbook) {}

    default void recoveryPointMeasured(RecoveryPointMeasured point) {}

    default void messageSent(MessageSent message) {}

    default void clockStarted(ClockStarted clock) {}

    default void clockStopped(ClockStopped clock) {}

    default void clockGap(ClockGap gap) {}

    default void machineClock(MachineClock clock) {}

    /** Called when the RTO is reported to be at risk. */
    default void rtoAtRisk() {}

    default void rtoMissed() {}

    /** Called for what an operator wants to know at once and that no container, step or message shows. */
    default void noted(TimelineMessage note) {}

    default void stopRequested(StopRequested stop) {}

    default void resumed(Resumed resume) {}

    default void runEnded(RunFinished end) {}
}
