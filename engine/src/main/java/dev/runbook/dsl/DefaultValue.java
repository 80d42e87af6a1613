package dev.runbook.dsl;

import groovy.lang.Closure;

/**
 * Evaluates {@code value ?: other}: the default applies only if the value is missing. Groovy would also replace an
 * empty text, 0 and {@code false}, which are values. Compiled runbooks call this class in place of Groovy's operator.
 */
public final class DefaultValue {
    private DefaultValue() {}

    public static <T> T of(T value, Closure<? extends T> other) {
        return value == null ? other.call() : value;
    }

    /** Applies a default to a part of a document; whether the part is missing may be known only in a run. */
    public static Json of(Json value, Closure<?> other) {
        return value.or(other);
    }
}
