package dev.runbook.trigger;

import dev.runbook.plan.Condition;
import dev.runbook.plan.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Conditions on measurements, and what follows when they hold for long enough.
 *
 * @param every the period of its evaluation
 * @param cooldown how long after a start no trigger starts a run for the same lock; empty for the RTO of the runbook,
 *     or 5 minutes
 * @param noData how long the measurements may be missing before that counts as bad; empty if it never does
 * @param enabled whether the environment lets it fire
 * @param measurement its own measurement, whose values {@code when} reads by name
 * @param channels to which a message is sent
 * @param arguments the parameters of the started runbook, evaluated with the current samples
 */
public record Trigger(
        String name,
        Place at,
        Severity severity,
        Duration every,
        Window window,
        Optional<Duration> cooldown,
        Optional<Duration> noData,
        boolean enabled,
        Optional<Measurement> measurement,
        Condition when,
        Optional<Start> start,
        List<String> channels,
        Measurement.Reading<Map<String, String>> arguments) {
    public Trigger {
        channels = List.copyOf(channels);
    }

    private static final Duration USUAL_REST = Duration.ofMinutes(5);

    /** Returns how long after a start no further run is started for the same lock. */
    Duration rest() {
        return cooldown.orElseGet(() -> start.flatMap(Start::rto).orElse(USUAL_REST));
    }
}
