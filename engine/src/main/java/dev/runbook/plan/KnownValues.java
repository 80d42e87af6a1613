package dev.runbook.plan;

import java.util.Map;
import java.util.Optional;

/**
 * The values of a run that one evaluation can read: those of earlier tasks, and the run's own. During planning, none.
 * The run provides a live view; implementations are safe for several threads.
 */
public interface KnownValues {
    /**
     * Returns the values that a task of this runbook left ({@code stdout}, {@code rows}, …, and {@code ok},
     * {@code result}); empty while it has not ended.
     *
     * @param task its name; for one in an iteration of a {@code forEach} the path within this runbook:
     * {@code Each › orders › Dump}
     */
    Optional<Map<String, Object>> left(String task);

    /**
     * Returns a value of the run: {@code id}, {@code status} and {@code cause} as texts, the instants
     * {@code startedAt}, {@code since} and {@code now}, the duration {@code elapsed}; empty during planning, and while
     * unknown.
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
