package dev.runbook.plan;

import java.util.Map;
import java.util.Optional;

/**
 * What a reading knows of the run: the values earlier tasks left, and the run's own. In the planned reading nothing.
 * The run gives a live view; implementations are safe for several threads.
 */
public interface KnownValues {
    /**
     * The values a task of this runbook left ({@code stdout}, {@code rows}, …, and {@code ok}, {@code result}); empty
     * while it has not ended.
     *
     * @param task its name; of one in a round of a {@code forEach} the path within this runbook: {@code Each › orders › Dump}
     */
    Optional<Map<String, Object>> left(String task);

    /**
     * {@code id}, {@code status} and {@code cause} of the run as texts, the instants {@code startedAt}, {@code since} and {@code now}, the
     * duration {@code elapsed}; empty in the planned reading, and where it is not known yet.
     */
    Optional<Object> run(String name);

    static KnownValues nothing() {
        return new KnownValues() {
            @Override
            public Optional<Map<String, Object>> left(String task) {
                return Optional.empty();
            }

            @Override
            public Optional<Object> run(String name) {
                return Optional.empty();
            }
        };
    }
}
