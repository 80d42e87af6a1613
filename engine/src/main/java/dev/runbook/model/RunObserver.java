package dev.runbook.model;

import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;

/** Is told what a record has changed, in the terms of the model, after the model has applied it. */
public interface RunObserver {
    default void runStarted(RunStarted run) {}

    /** Called when a step begins, or is continued by another engine process. */
    default void stepStarted(StepView step) {}

    default void attemptStarted(AttemptStarted attempt) {}

    default void attemptEnded(StepView step, AttemptFinished attempt) {}

    default void stepEnded(StepView step) {}

    default void stepSkipped(StepView step) {}

    default void containerStarted(StepView container, int members) {}

    default void containerEnded(StepView container) {}

    /** @param of what the handler belongs to; empty for the runbook */
    default void handlerStarted(String of) {}

    default void handlerEnded(HandlerFinished end) {}

    /** @param fallback whether it takes over from a runbook that failed */
    default void runbookStarted(String id, boolean fallback) {}

    default void messageSent(MessageSent message) {}

    /** Called for what an operator wants to know at once and that no other method reports. */
    default void noted(TimelineMessage note) {}

    default void stopRequested() {}

    default void resumed() {}

    default void runEnded(RunFinished end) {}
}
