package dev.runbook.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What earlier evaluations of a trigger have left. Instants are milliseconds since 1970 and -1 if there is none, because
 * the state is kept on disk.
 *
 * @param badSince the first bad sample of the current window
 * @param lastBad the latest bad sample
 * @param bad the number of bad samples in the window
 * @param noDataSince the first of the latest samples without data
 * @param fired whether the trigger has had its effect, or was covered, since the last good sample
 * @param samples the first and the latest values of the window
 */
public record TriggerState(
        long badSince, long lastBad, int bad, long noDataSince, boolean fired, List<DecidingSample> samples) {
    private static final long NEVER = -1;
    private static final int MOST_SAMPLES = 40;
    /** A watcher called from cron measures less often than the periods say. */
    private static final Duration USUAL_GAP = Duration.ofMinutes(10);

    /** The state before the first sample, and after a good one. */
    public static final TriggerState QUIET = new TriggerState(NEVER, NEVER, 0, NEVER, false, List.of());

    public TriggerState {
        samples = List.copyOf(samples);
    }

    /** Returns the state after one more evaluation. */
    public TriggerState next(Trigger trigger, Judgement judgement, Instant now, List<DecidingSample> read) {
        return switch (judgement) {
            case GOOD -> QUIET;
            case BAD -> afterBad(trigger, now.toEpochMilli(), NEVER, read);
            case NO_DATA -> afterNoData(trigger, now.toEpochMilli(), read);
        };
    }

    private TriggerState afterNoData(Trigger trigger, long now, List<DecidingSample> read) {
        long since = noDataSince == NEVER || noDataSince > now ? now : noDataSince;
        boolean counts =
                trigger.noData().filter(time -> now - since >= time.toMillis()).isPresent();
        return counts
                ? afterBad(trigger, now, since, read)
                : new TriggerState(badSince, lastBad, bad, since, fired, samples);
    }

    private TriggerState afterBad(Trigger trigger, long now, long withoutDataSince, List<DecidingSample> read) {
        boolean again = bad == 0 || now < lastBad || now - lastBad > longestGap(trigger);
        List<DecidingSample> kept = new ArrayList<>(again ? List.of() : samples);
        kept.addAll(read);
        while (kept.size() > MOST_SAMPLES) {
            kept.remove(MOST_SAMPLES / 2); // the first and the latest explain the decision
        }
        return new TriggerState(again ? now : badSince, now, again ? 1 : bad + 1, withoutDataSince, fired, kept);
    }

    /** After a longer interval without a bad sample nobody knows whether the system was bad all the time. */
    private static long longestGap(Trigger trigger) {
        Duration window = trigger.window().sustained().orElse(Duration.ZERO);
        return Stream.of(USUAL_GAP, window, trigger.every().multipliedBy(3))
                .mapToLong(Duration::toMillis)
                .max()
                .orElseThrow();
    }

    /** Returns this state after the trigger has had its effect, or was covered. */
    TriggerState afterFiring() {
        return new TriggerState(badSince, lastBad, bad, noDataSince, true, samples);
    }

    /** Returns this state after the wall clock was set, so that its times still say how long ago something was. */
    public TriggerState shifted(Duration by) {
        long ms = by.toMillis();
        return new TriggerState(
                shifted(badSince, ms), shifted(lastBad, ms), bad, shifted(noDataSince, ms), fired, samples);
    }

    private static long shifted(long at, long ms) {
        return at == NEVER ? NEVER : at + ms;
    }

    /** Returns this state when firing had no effect: the trigger may fire again. */
    public TriggerState notFired() {
        return new TriggerState(badSince, lastBad, bad, noDataSince, false, samples);
    }

    /**
     * Returns this state after the conditions have changed: the window begins again. A trigger that has fired does not
     * fire again before a good sample.
     */
    public TriggerState withoutWindow() {
        return new TriggerState(NEVER, NEVER, 0, NEVER, fired, List.of());
    }

    /** Returns whether the latest evaluation, at that time, was bad and completes the window. */
    boolean reached(Window window, Instant now) {
        return bad > 0
                && lastBad == now.toEpochMilli()
                && bad >= window.consecutive()
                && badFor().compareTo(window.sustained().orElse(Duration.ZERO)) >= 0;
    }

    /** Returns the time from the first to the latest bad sample of the window. */
    public Duration badFor() {
        return bad == 0 ? Duration.ZERO : Duration.ofMillis(lastBad - badSince);
    }

    /** Returns the first bad sample of the window. */
    public Optional<Instant> firstBad() {
        return bad == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(badSince));
    }

    /** Returns how long there has been no data. */
    public Optional<Duration> noDataFor(Instant now) {
        return noDataSince == NEVER
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, now.toEpochMilli() - noDataSince)));
    }
}
