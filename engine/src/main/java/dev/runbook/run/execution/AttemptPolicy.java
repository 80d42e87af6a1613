package dev.runbook.run.execution;

import dev.runbook.run.state.AttemptEnd;
import java.time.Duration;

/** Decides after each attempt whether to make another. One instance per task; used by one thread. */
interface AttemptPolicy {
    Decision after(AttemptEnd attempt, int number);

    sealed interface Decision {}

    record Over(AttemptEnd end) implements Decision {}

    /** @param fixed whether nothing but the time itself matters: a drill may shorten it */
    record Wait(Duration time, String why, boolean fixed) implements Decision {}
}
