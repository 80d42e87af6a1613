package dev.runbook.action.ssh;

import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.List;

/**
 * What a host reports about a stop.
 *
 * @param found whether there was a process to stop: if not, the command has ended, or not begun
 */
record HostStopReport(boolean found, StopProof proof) {
    /** Creates the report of a host that found nothing to stop. */
    static HostStopReport nothing(Duration took) {
        return new HostStopReport(false, new StopProof("nothing left to stop", took, List.of()));
    }
}
