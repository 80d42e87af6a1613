package dev.runbook.action;

import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Finds processes on this machine that a dead engine left running, by the markers of its attempts. */
public interface OrphanFinder {
    /**
     * One process.
     *
     * @param description for display: {@code process 4711 (sleep)}, without its arguments
     */
    record Leftover(String marker, String description) {}

    /** Returns the processes of all attempts of all runs. */
    List<Leftover> all();

    /** Stops the processes of these attempts only, and proves it. */
    StopProof stop(Set<String> markers, Duration grace);
}
