package dev.runbook.run;

import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.time.Boot;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long no engine was at a run. While the machine is still up its own clock tells, whatever became of the wall clock; after a
 * restart the wall clock has to be believed, but never for less than the machine has been up since.
 *
 * @param gap by how much the wall clock tells otherwise, for the record
 */
record Away(Duration time, Optional<Event.ClockGap> gap) {
    private static final Duration NOISE = Duration.ofSeconds(2);

    /** @param entries of the run so far, at least one */
    static Away of(List<Entry> entries, Clock clock) {
        Entry last = entries.get(entries.size() - 1);
        Duration wall = Duration.between(last.at(), clock.wall());
        Duration time = clock.boot()
                .flatMap(boot -> sinceLast(entries, boot, wall))
                .orElse(wall.isNegative() ? Duration.ZERO : wall);
        Duration set = wall.minus(time);
        boolean noted = set.abs().compareTo(NOISE) > 0;
        return new Away(time, noted ? Optional.of(new Event.ClockGap("set", set.toMillis(), true)) : Optional.empty());
    }

    private static Optional<Duration> sinceLast(List<Entry> entries, Boot boot, Duration wall) {
        Entry last = entries.get(entries.size() - 1);
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).event() instanceof Event.MachineClock then) {
                if (!then.boot().equals(boot.id())) {
                    return Optional.of(wall.compareTo(boot.up()) > 0 ? wall : boot.up());
                }
                Duration ran =
                        Duration.ofNanos(last.sinceStartNanos() - entries.get(i).sinceStartNanos());
                Duration since = boot.up().minusMillis(then.upMs()).minus(ran);
                return Optional.of(since).filter(time -> !time.isNegative());
            }
        }
        return Optional.empty();
    }
}
