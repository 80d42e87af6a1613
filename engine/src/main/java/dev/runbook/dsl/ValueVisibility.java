package dev.runbook.dsl;

import java.util.function.Supplier;

/** Defines how much of the run is visible to the block that a thread evaluates. During planning nothing is visible. */
enum ValueVisibility {
    /** A missing value ends the block. */
    ALL,
    /** A value that is not available yet is unknown. */
    SO_FAR,
    /**
     * A value that is not available, now or ever, is unknown: a message or fallback without the value is better than
     * none.
     */
    BEST_EFFORT,
    /** Every value is unknown: only the structure counts. */
    NOTHING;

    private static final ThreadLocal<ValueVisibility> CURRENT = ThreadLocal.withInitial(() -> ALL);

    static ValueVisibility current() {
        return CURRENT.get();
    }

    <T> T during(Supplier<T> work) {
        ValueVisibility outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            CURRENT.set(outer);
        }
    }
}
