package dev.runbook.plan;

import java.util.List;
import java.util.Optional;

/**
 * A declared parameter.
 *
 * @param type {@code String}, {@code Integer}, {@code Boolean}, {@code Duration} or {@code Instant}
 * @param matching a regular expression its whole text must match
 * @param oneOf the only values allowed; empty means any
 * @param fallback the default, already fixed at the reading's time
 * @param example what it is planned with when no value is given
 */
public record Parameter(
        String name,
        String help,
        Class<?> type,
        boolean optional,
        Optional<Object> fallback,
        Optional<String> matching,
        List<Object> oneOf,
        Optional<Object> example) {
    public Parameter {
        oneOf = List.copyOf(oneOf);
    }

    public boolean required() {
        return !optional && fallback.isEmpty();
    }
}
