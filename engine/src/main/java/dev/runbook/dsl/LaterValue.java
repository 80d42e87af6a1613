package dev.runbook.dsl;

import dev.runbook.value.Template;
import dev.runbook.value.Unknown;
import java.util.Objects;
import java.util.function.Supplier;

/** A typed value that may be known only in a run; evaluated at each use. */
@SuppressWarnings("ComparableType") // conditions compare it with any plain value
public abstract class LaterValue implements RunTimeValue, Comparable<Object> {
    private final Supplier<Object> value;

    /** @param value the plain value, or an {@link Unknown} while it is not known */
    LaterValue(Supplier<Object> value) {
        this.value = value;
    }

    @NotAWord
    @Override
    public Object plain() {
        return value.get();
    }

    /** Computes with the plain value; an unknown value stays unknown. */
    static Object computed(Object plain, String operation, Supplier<Object> known) {
        return plain instanceof Unknown unknown ? new Unknown(unknown.source() + operation) : known.get();
    }

    @Override
    public int compareTo(Object other) {
        return Comparison.order(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return Comparison.same(this, other);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(plain());
    }

    @Override
    public String toString() {
        return Template.readable(plain());
    }
}
