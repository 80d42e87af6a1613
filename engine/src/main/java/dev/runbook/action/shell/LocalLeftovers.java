package dev.runbook.action.shell;

import dev.runbook.action.Leftovers;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.List;

/** Leftovers among the processes of this machine. */
public final class LocalLeftovers implements Leftovers {
    @Override
    public List<Leftover> find(String markerPrefix) {
        return Orphans.find(markerPrefix).stream()
                .map(orphan -> new Leftover(orphan.marker(), orphan.toString()))
                .toList();
    }

    @Override
    public StopProof stop(String markerPrefix, Duration grace) {
        return ProcessStop.ofOrphans(markerPrefix).stop(grace);
    }
}
