package dev.runbook.trigger;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The result of one measurement.
 *
 * @param values what conditions read, unmasked
 * @param shown the main value for people, masked: {@code 0.12}, {@code status 503}, {@code no answer}
 * @param good whether the action itself succeeded
 * @param cause why it did not, masked; empty if it did
 */
public record Sample(
        String measurement, Instant at, Map<String, Object> values, String shown, boolean good, String cause) {
    public Sample {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
