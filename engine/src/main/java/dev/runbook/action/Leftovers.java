package dev.runbook.action;

import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.List;

/** What an engine that died left running on this machine, found by the markers of its attempts. */
public interface Leftovers {
    /**
     * One process.
     *
     * @param told for people: {@code process 4711: sleep 60}
     */
    record Leftover(String marker, String told) {}

    /** All whose marker begins so. */
    List<Leftover> find(String markerPrefix);

    /** Stops them and proves it. */
    StopProof stop(String markerPrefix, Duration grace);

    static Leftovers none() {
        return new Leftovers() {
            @Override
            public List<Leftover> find(String markerPrefix) {
                return List.of();
            }

            @Override
            public StopProof stop(String markerPrefix, Duration grace) {
                return new StopProof("nothing left to stop", Duration.ZERO, List.of());
            }
        };
    }
}
