package dev.runbook.trigger;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The triggers of one file: a triggers file, or the triggers of a runbook.
 *
 * @param measurements those that several triggers and scores read; not those of a single trigger
 * @param followUps triggers that fire after runs, and measure nothing
 */
public record TriggerSet(
        String id,
        Path file,
        List<Measurement> measurements,
        List<Score> scores,
        List<Trigger> triggers,
        List<FollowUp> followUps) {
    public TriggerSet {
        measurements = List.copyOf(measurements);
        scores = List.copyOf(scores);
        triggers = List.copyOf(triggers);
        followUps = List.copyOf(followUps);
    }

    /** Returns the number of triggers, those included that fire after runs. */
    public int size() {
        return triggers.size() + followUps.size();
    }

    /** Returns the channels to which its triggers send messages. */
    public Stream<String> channels() {
        return Stream.concat(
                triggers.stream().flatMap(trigger -> trigger.channels().stream()),
                followUps.stream().flatMap(followUp -> followUp.channels().stream()));
    }

    /** Returns all measurements, those of single triggers included. */
    public Stream<Measurement> everyMeasurement() {
        return Stream.concat(
                measurements.stream(), triggers.stream().flatMap(trigger -> trigger.measurement().stream()));
    }
}
