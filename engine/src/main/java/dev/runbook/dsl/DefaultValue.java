package dev.runbook.dsl;

import groovy.lang.Closure;

/**
 * {@code value ?: other}: the other where the value is missing, and there only. Groovy would replace an empty text, 0 and
 * {@code false} too, which are values. Called by compiled runbooks in place of Groovy's operator.
 */
public final class DefaultValue {
    private DefaultValue() {}

    public static <T> T of(T value, Closure<? extends T> other) {
        return value == null ? other.call() : value;
    }

    /** The same for a part of a document; whether it is missing may be known only in a run. */
    public static Json of(Json value, Closure<?> other) {
        return value.or(other);
    }
}
