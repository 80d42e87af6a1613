package dev.runbook.watch;

import dev.runbook.EngineException;
import dev.runbook.journal.StateFile;
import dev.runbook.trigger.Baseline;
import dev.runbook.trigger.KeptNumber;
import dev.runbook.trigger.Measurement;
import dev.runbook.trigger.Sample;
import dev.runbook.value.NoResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The baselines of the measurements of one file, each in a file of lines {@code MILLISECONDS NUMBER}. What is normal is
 * added to a sample before the sample itself is kept. Used by one thread.
 */
final class Baselines {
    private final Path folder;
    private final Map<String, Measurement> measurements;
    private final Consumer<String> problem;
    private final Map<String, Baseline> known = new HashMap<>();

    /**
     * @param folder of this file's baselines
     * @param problem receives one line for people for a baseline that cannot be read or written
     */
    Baselines(Path folder, Stream<Measurement> measurements, Consumer<String> problem) {
        this.folder = folder;
        this.problem = problem;
        this.measurements = measurements
                .filter(measurement -> measurement.baseline().isPresent())
                .collect(Collectors.toMap(Measurement::name, measurement -> measurement));
    }

    /**
     * Returns the sample with {@code normal} and {@code spread}, if its measurement has a baseline.
     *
     * @param keeps whether its value is kept
     */
    Sample complete(Sample sample, boolean keeps) {
        Measurement measurement = measurements.get(sample.measurement());
        if (measurement == null) {
            return sample;
        }
        Baseline before = known.computeIfAbsent(sample.measurement(), this::read);
        if (keeps) {
            keep(sample, before, measurement.baseline().orElseThrow());
        }
        Map<String, Object> values = new LinkedHashMap<>(sample.values());
        values.put("normal", value(sample, before, before.normal(sample.at())));
        values.put("spread", value(sample, before, before.spread(sample.at())));
        return new Sample(sample.measurement(), sample.at(), values, sample.shown(), sample.good(), sample.cause());
    }

    /** Forgets the values of measurements that no longer measure the same. */
    void forget(Predicate<String> measurement) {
        measurements.keySet().stream().filter(measurement).forEach(name -> {
            known.put(name, Baseline.EMPTY);
            file(name).write("");
        });
    }

    private static Object value(Sample sample, Baseline baseline, OptionalDouble number) {
        return number.isPresent()
                ? number.getAsDouble()
                : new NoResult(
                        sample.measurement(),
                        true,
                        "its baseline has " + baseline.values().size() + " of " + Baseline.FEWEST + " values");
    }

    private void keep(Sample sample, Baseline before, KeptNumber kept) {
        Optional<Double> number = kept.in(sample.values());
        if (number.isPresent()) {
            Baseline after = before.with(sample.at(), number.get(), kept.time());
            if (!after.equals(before)) {
                known.put(sample.measurement(), after);
                try {
                    file(sample.measurement()).write(text(after));
                } catch (EngineException unwritable) { // the trigger is decided all the same
                    problem.accept("the baseline of '" + sample.measurement() + "': " + unwritable.getMessage());
                }
            }
        }
    }

    private static String text(Baseline baseline) {
        return baseline.values().stream()
                .map(value -> value.at() + " " + value.number() + "\n")
                .collect(Collectors.joining());
    }

    private Baseline read(String measurement) {
        List<Baseline.Value> values = new ArrayList<>();
        text(measurement).lines().forEach(line -> {
            String[] parts = line.split(" ", -1);
            try {
                if (parts.length == 2) {
                    values.add(new Baseline.Value(Long.parseLong(parts[0]), Double.parseDouble(parts[1])));
                }
            } catch (NumberFormatException damaged) {
                System.getLogger(Baselines.class.getName()).log(System.Logger.Level.DEBUG, "a damaged line", damaged);
            }
        });
        return new Baseline(values);
    }

    private String text(String measurement) {
        try {
            return file(measurement).read().orElse("");
        } catch (EngineException unreadable) {
            problem.accept("the baseline of '" + measurement + "': " + unreadable.getMessage());
            return "";
        }
    }

    private StateFile file(String measurement) {
        String readable = measurement.replaceAll("[^A-Za-z0-9-]", "_");
        return new StateFile(folder.resolve(readable.substring(0, Math.min(60, readable.length())) + "-"
                + Integer.toHexString(measurement.hashCode()) + ".txt"));
    }
}
