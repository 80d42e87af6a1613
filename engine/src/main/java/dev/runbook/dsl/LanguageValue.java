package dev.runbook.dsl;

import java.util.Objects;

/** A value with methods for runbooks; it is compared as the plain value that it wraps. */
@SuppressWarnings("ComparableType") // conditions compare it with any plain value
public abstract class LanguageValue implements PlainValue, Comparable<Object> {
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
}
