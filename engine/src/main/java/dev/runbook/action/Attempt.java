package dev.runbook.action;

import dev.runbook.environment.Environment;
import dev.runbook.time.Clock;
import dev.runbook.time.Deadline;
import dev.runbook.value.ByteSize;
import java.time.Duration;
import java.util.Optional;

/**
 * The inputs of one attempt of an action.
 *
 * @param marker identifies this attempt among all runs on the machine; set as {@code RUNBOOK_MARKER} in the environment
 *     of every process it starts, so that survivors can be found
 * @param deadline when its time ends; the run then requests the stop, an action only derives its own timeouts from it
 * @param grace the time between TERM and KILL
 * @param acceptance evaluates the step's conditions before the action makes its effects permanent
 * @param resources what outlives the attempt and is closed with the run: open sessions, connection pools
 * @param keep how much of each value to keep for conditions and handles; empty means {@link #keptBytes}
 */
public record Attempt(
        String runId,
        String step,
        String marker,
        Deadline deadline,
        Duration grace,
        Environment environment,
        Output output,
        CancellationToken stop,
        Acceptance acceptance,
        Resources resources,
        Optional<ByteSize> keep) {
    private static final ByteSize USUALLY_KEPT = ByteSize.ofMegabytes(4);

    /**
     * Returns the limit in bytes for a text, rows or messages; a longer value becomes {@link
     * dev.runbook.value.Truncated}.
     */
    public int keptBytes() {
        return (int) keep.orElse(USUALLY_KEPT).bytes();
    }

    /** Returns the run's clock, which an action uses for measurements, waits and time limits. */
    public Clock clock() {
        return deadline.clock();
    }
}
