package dev.runbook.journal.event;

/**
 * What happened in a run, one record class per kind. Journals, consoles and transcripts get their information about a
 * run only from events, through {@code RunModel}.
 *
 * <p>Components are plain (texts, numbers, booleans, enums, optional values, lists and maps of them, records of them),
 * so that a line of the journal is readable without this program. Every decision that a reader takes is an enum, a flag
 * or a number; texts are for people, and no code compares them. Durations are milliseconds and end in {@code Ms}. A
 * missing number is -1 and a missing text is empty; both are null in the journal. Everything is masked before it gets
 * here.
 *
 * <p>{@code step} is a path that is unique in the run: the step's name; inside a followed runbook or a step, the outer
 * name, {@code " › "}, the inner one.
 */
public sealed interface Event
        permits AtRisk,
                AttemptFinished,
                AttemptStarted,
                Breached,
                ClockCompressed,
                ClockGap,
                ClockStarted,
                ClockStopped,
                EarlierTimes,
                FailedInside,
                FailurePaths,
                FollowFinished,
                FollowStarted,
                Forecast,
                GroupFinished,
                GroupStarted,
                HandlerFinished,
                HandlerStarted,
                MachineClock,
                MessageSent,
                Noted,
                Overrun,
                QuestionAnswered,
                QuestionAsked,
                RecoveryPointMeasured,
                Resumed,
                RunFinished,
                RunStarted,
                StepFinished,
                StepSkipped,
                StepStarted,
                StopRequested,
                UndosStarted,
                UnknownRecord,
                Waiting {
    /**
     * Returns whether the run waits until this record is on disk. A record that need not be awaited becomes durable
     * with the next one.
     */
    default boolean awaited() {
        return true;
    }
}
