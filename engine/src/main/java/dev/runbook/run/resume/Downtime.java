package dev.runbook.run.resume;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.ClockGap;
import dev.runbook.journal.event.MachineClock;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import dev.runbook.time.Boot;
import dev.runbook.time.Clock;
import dev.runbook.time.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long no engine process worked on a run. On the same boot of the machine, its uptime clock decides, whatever
 * happened to the wall clock; after a restart the wall clock decides, but never for less than the machine's uptime; on
 * another machine only the wall clock is available.
 *
 * @param gap by how much the wall clock differs, for the journal
 */
public record Downtime(Duration time, Optional<ClockGap> gap) {
    private static final Duration NOISE = Duration.ofSeconds(2);

    /**
     * @param entries of the run so far, at least one
     * @param host this machine's name
     */
    public static Downtime of(List<Entry> entries, Clock clock, String host) {
        Entry last = entries.get(entries.size() - 1);
        Duration wall = Duration.between(last.at(), clock.wall());
        Duration time = clock.boot()
                .flatMap(boot -> sinceLast(entries, boot, wall, host))
                .orElse(wall.isNegative() ? Duration.ZERO : wall);
        Duration set = wall.minus(time);
        boolean noted = set.abs().compareTo(NOISE) > 0;
        return new Downtime(
                time, noted ? Optional.of(new ClockGap(ClockGap.Kind.SET, set.toMillis(), true)) : Optional.empty());
    }

    private static Optional<Duration> sinceLast(List<Entry> entries, Boot boot, Duration wall, String host) {
        LastEngine engine = new LastEngine();
        RunModel.replay(entries, engine);
        if (engine.clock.isEmpty()) {
            return Optional.empty();
        }
        MachineClock then = engine.clock.get();
        if (!then.boot().equals(boot.id())) {
            if (!host.equals(engine.host)) {
                return Optional.empty(); // the uptime of another machine says nothing
            }
            return Optional.of(Durations.longer(wall, boot.up()));
        }
        Duration since = boot.up().minusMillis(then.upMs()).minusNanos(engine.nowNanos - engine.clockNanos);
        return Optional.of(since).filter(time -> !time.isNegative());
    }

    /** The engine process that last worked on the run. */
    private static final class LastEngine implements RunObserver {
        private String host = "";
        private Optional<MachineClock> clock = Optional.empty();
        private long clockNanos;
        private long nowNanos;

        @Override
        public void at(Entry entry) {
            nowNanos = entry.sinceStartNanos();
        }

        @Override
        public void runStarted(RunStarted run) {
            host = run.engine().host();
        }

        @Override
        public void resumed(Resumed resume) {
            host = resume.engine().host();
        }

        @Override
        public void machineClock(MachineClock machine) {
            clock = Optional.of(machine);
            clockNanos = nowNanos;
        }
    }
}
