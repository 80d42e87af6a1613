package dev.runbook.trigger;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The triggers of one file: a triggers file, or the triggers of a runbook.
 *
 * @param measurements those that several triggers and scores read; not those of a single trigger
 */
public record TriggerSet(
        String id, Path file, List<Measurement> measurements, List<Score> scores, List<Trigger> triggers) {
    public TriggerSet {
        measurements = List.copyOf(measurements);
        scores = List.copyOf(scores);
        triggers = List.copyOf(triggers);
    }

    /** Returns all measurements, those of single triggers included. */
    public Stream<Measurement> everyMeasurement() {
        return Stream.concat(
                measurements.stream(), triggers.stream().flatMap(trigger -> trigger.measurement().stream()));
    }
}
