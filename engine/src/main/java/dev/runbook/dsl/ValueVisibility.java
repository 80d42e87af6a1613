package dev.runbook.dsl;

import java.util.function.Supplier;

/** How much of the run the block sees that a thread evaluates. While a runbook is only planned, there is nothing to see. */
enum ValueVisibility {
    /** A value that is not there ends the block. */
    ALL,
    /** A value that is not there yet is unknown. */
    SO_FAR,
    /** A value that is not there, now or ever, is unknown: better a message or a fallback without it than none. */
    TOLD,
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
