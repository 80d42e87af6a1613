package dev.runbook.action.shell;

import dev.runbook.action.OrphanFinder;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Finds leftover processes on this machine. */
public final class LocalLeftovers implements OrphanFinder {
    @Override
    public List<Leftover> all() {
        return Orphans.find(marker -> true).stream()
                .map(orphan -> new Leftover(orphan.marker(), ProcessTable.named(orphan.pid())))
                .toList();
    }

    @Override
    public StopProof stop(Set<String> markers, Duration grace) {
        return ProcessStop.ofOrphans(markers::contains).stop(grace);
    }
}
