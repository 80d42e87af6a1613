package dev.runbook.cli.doctor;

import dev.runbook.time.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Compares this machine's clock with the clocks of its targets, which tell whole seconds. */
final class ClockComparison {
    /** Two clocks that agree may still differ by a second and the time of the answer. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private record Reading(String target, Duration ahead) {}

    private final List<Reading> readings = new ArrayList<>();

    void add(String target, Instant there, Instant here) {
        readings.add(new Reading(target, Duration.between(there, here)));
    }

    Finding finding() {
        if (readings.isEmpty()) {
            return Finding.skipped("clock", "no target tells its time");
        }
        Reading worst = readings.stream()
                .max(Comparator.comparing(reading -> reading.ahead().abs()))
                .orElseThrow();
        if (worst.ahead().abs().compareTo(TOLERANCE) <= 0) {
            return Finding.ok(
                    "clock", "agrees with " + readings.size() + (readings.size() == 1 ? " target" : " targets"));
        }
        return Finding.failed(
                "clock",
                "this machine is " + TimeText.of(worst.ahead().abs())
                        + (worst.ahead().isNegative() ? " behind " : " ahead of ") + worst.target());
    }
}
