package dev.runbook.value;

import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.List;

/**
 * The result of stopping a process or other resource.
 *
 * @param what what was signalled and how, e.g. {@code TERM, KILL to process group 4711 (3 processes)}
 * @param took from the first signal to the confirmation, or to giving up
 * @param survivors what is still running, by name; empty means the stop is proven
 */
public record StopProof(String what, Duration took, List<String> survivors) {
    public StopProof {
        survivors = List.copyOf(survivors);
    }

    public boolean confirmed() {
        return survivors.isEmpty();
    }

    /** {@code TERM to process group 4711 (1 process), confirmed after 0.2s}, or what is still running. */
    public String describe() {
        return what + ", "
                + (confirmed()
                        ? "confirmed after " + TimeText.of(took)
                        : "still running: " + String.join(", ", survivors));
    }
}
