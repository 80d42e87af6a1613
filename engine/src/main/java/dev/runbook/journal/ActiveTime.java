package dev.runbook.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The times in which a step or container of a run was active. One that a resume runs again has several; the time between them
 * is none of its own. Console, transcripts and JSON all count by it. Milliseconds since the run's start. Not thread-safe.
 */
public final class ActiveTime {
    /**
     * One of them.
     *
     * @param endMs -1 while it lasts
     */
    public record Span(long startMs, long endMs) {
        /** Its end; {@code nowMs} while it lasts. */
        public long endMs(long nowMs) {
            return endMs < 0 ? nowMs : endMs;
        }

        private long tookMs(long nowMs, List<Pause> idle, Predicate<Pause> excluded) {
            long without = idle.stream()
                    .filter(excluded)
                    .mapToLong(one -> one.within(startMs, endMs(nowMs)))
                    .sum();
            return Math.max(0, endMs(nowMs) - startMs - without);
        }
    }

    private final List<Span> spans = new ArrayList<>();

    /** It becomes active; nothing changes if it is. */
    public void begin(long ms) {
        if (!active()) {
            spans.add(new Span(ms, -1));
        }
    }

    /** It is active no more. What ends without having begun takes no time. */
    public void end(long ms) {
        if (active()) {
            spans.set(spans.size() - 1, new Span(last().startMs(), ms));
        } else if (spans.isEmpty()) {
            spans.add(new Span(ms, ms));
        }
    }

    public boolean active() {
        return !spans.isEmpty() && last().endMs() < 0;
    }

    /** In order; empty for what never began. */
    public List<Span> spans() {
        return List.copyOf(spans);
    }

    private Span last() {
        return spans.get(spans.size() - 1);
    }

    /**
     * How much time they took.
     *
     * @param excluded what of {@code idle} does not count
     */
    public static long tookMs(List<Span> spans, long nowMs, List<Pause> idle, Predicate<Pause> excluded) {
        return spans.stream()
                .mapToLong(span -> span.tookMs(nowMs, idle, excluded))
                .sum();
    }

    /** How much of a budget they used: the times in which budgets do not go on are left out. */
    public static long usedMs(List<Span> spans, long nowMs, List<Pause> idle) {
        return tookMs(spans, nowMs, idle, one -> !one.budgeted());
    }
}
