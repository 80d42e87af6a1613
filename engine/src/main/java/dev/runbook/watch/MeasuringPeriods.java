package dev.runbook.watch;

import dev.runbook.time.Clock;
import dev.runbook.trigger.TriggerSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The periods on which the measurements and triggers of a file are due. Used by one thread. */
final class MeasuringPeriods {
    private final Clock clock;
    private final Set<Duration> periods = new HashSet<>();
    private final Map<Duration, Long> begun = new HashMap<>();

    MeasuringPeriods(TriggerSet set, Clock clock) {
        this.clock = clock;
        set.everyMeasurement().forEach(measurement -> periods.add(measurement.every()));
        set.triggers().forEach(trigger -> periods.add(trigger.every()));
    }

    /** Begins and returns the periods that are due. */
    Set<Duration> begin() {
        long nanos = clock.elapsingNanos();
        Set<Duration> due = new HashSet<>();
        periods.stream()
                .filter(every -> !begun.containsKey(every) || nanos - begun.get(every) >= every.toNanos())
                .forEach(due::add);
        due.forEach(every -> begun.put(every, nanos));
        return due;
    }

    /** Returns the time until the next period begins, negative if it is late; empty if there is no period. */
    Optional<Duration> untilNext() {
        long nanos = clock.elapsingNanos();
        return periods.stream()
                .map(every -> begun.containsKey(every) ? every.minusNanos(nanos - begun.get(every)) : Duration.ZERO)
                .min(Duration::compareTo);
    }

    /** Continues the periods that have begun in another object, except some that begin again at once. */
    void continueFrom(MeasuringPeriods before, Set<Duration> except) {
        begun.putAll(before.begun);
        begun.keySet().removeAll(except);
    }
}
