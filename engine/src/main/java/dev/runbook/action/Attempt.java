package dev.runbook.action;

import dev.runbook.environment.Environment;
import dev.runbook.time.Clock;
import dev.runbook.time.Deadline;
import dev.runbook.value.ByteSize;
import java.time.Duration;
import java.util.Optional;

/**
 * All an action is given for one try.
 *
 * @param marker names this attempt among all runs of the machine; put into the environment of every process it starts
 *     as {@code RUNBOOK_MARKER}, so that survivors are found
 * @param deadline when its time ends; the run requests the stop then, an action only sets its own timeouts from it
 * @param grace how long after TERM before KILL
 * @param acceptance what an action asks before it makes permanent what it can still take back
 * @param resources what outlives the attempt and ends with the run: open sessions, connection pools
 * @param keep how much of each value it keeps for conditions and handles; empty leaves it to {@link #keptBytes}
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

    /** How much of a text, of rows or of messages is kept; what is longer becomes {@link dev.runbook.value.Truncated}. */
    public int keptBytes() {
        return (int) keep.orElse(USUALLY_KEPT).bytes();
    }

    /** The run's: what an action measures, waits and sets its limits by. */
    public Clock clock() {
        return deadline.clock();
    }
}
