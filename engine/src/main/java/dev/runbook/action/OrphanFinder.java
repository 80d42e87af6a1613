package dev.runbook.action;

import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What an engine that died left running on this machine, found by the markers of its attempts. */
public interface OrphanFinder {
    /**
     * One process.
     *
     * @param description for people: {@code process 4711 (sleep)}, without what it was called with
     */
    record Leftover(String marker, String description) {}

    /** Every process of any attempt of any run. */
    List<Leftover> all();

    /** Stops what just these attempts left, and proves it. */
    StopProof stop(Set<String> markers, Duration grace);

    static OrphanFinder none() {
        return new OrphanFinder() {
            @Override
            public List<Leftover> all() {
                return List.of();
            }

            @Override
            public StopProof stop(Set<String> markers, Duration grace) {
                return new StopProof("nothing left to stop", Duration.ZERO, List.of());
            }
        };
    }
}
