package dev.runbook.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A declared parameter.
 *
 * @param type {@code String}, {@code Integer}, {@code Boolean}, {@code Duration} or {@code Instant}
 * @param matching a regular expression its whole text must match
 * @param oneOf the only values allowed; empty means any
 * @param fallback the default, evaluated when the runbook is read
 * @param secret whether its value is a {@link dev.runbook.value.Secret}, which the operator gives apart from the others
 * @param example the value used for planning when none is given
 */
public record Parameter(
        String name,
        String help,
        Class<?> type,
        boolean optional,
        Optional<Object> fallback,
        Optional<String> matching,
        List<Object> oneOf,
        Optional<Object> example,
        boolean secret) {
    public Parameter {
        oneOf = List.copyOf(oneOf);
    }

    /** Returns whether its value in a plan is only a placeholder: required, and not among the {@code given} names. */
    public boolean isPlaceholder(Set<String> given) {
        return required() && !given.contains(name);
    }

    public boolean required() {
        return !secret && !optional && fallback.isEmpty();
    }
}
