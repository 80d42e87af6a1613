package dev.runbook.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The spans in which a step or container of a run was active. One that a resume runs again has several spans; the time
 * between them does not count. Console, transcripts and JSON all use these times. Milliseconds since the run's start.
 * Not thread-safe.
 */
public final class ActiveTime {
    /**
     * One span.
     *
     * @param endMs -1 while it lasts
     */
    public record Span(long startMs, long endMs) {
        /** Returns the end of the span; {@code nowMs} while it lasts. */
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

    /** Begins a span; does nothing if one is open. */
    void begin(long ms) {
        if (!active()) {
            spans.add(new Span(ms, -1));
        }
    }

    /** Ends the open span. An end without a beginning takes no time. */
    void end(long ms) {
        if (active()) {
            spans.set(spans.size() - 1, new Span(last().startMs(), ms));
        } else if (spans.isEmpty()) {
            spans.add(new Span(ms, ms));
        }
    }

    boolean active() {
        return !spans.isEmpty() && last().endMs() < 0;
    }

    /** Returns the spans in order; empty if the step never began. */
    List<Span> spans() {
        return List.copyOf(spans);
    }

    /** Returns the same with the open span ended. */
    List<Span> endedAt(long ms) {
        List<Span> ended = new ArrayList<>(spans);
        if (active()) {
            ended.set(ended.size() - 1, new Span(last().startMs(), ms));
        }
        return List.copyOf(ended);
    }

    private Span last() {
        return spans.get(spans.size() - 1);
    }

    /**
     * Returns the total time of the spans.
     *
     * @param excluded which pauses of {@code idle} do not count
     */
    static long tookMs(List<Span> spans, long nowMs, List<Pause> idle, Predicate<Pause> excluded) {
        return spans.stream()
                .mapToLong(span -> span.tookMs(nowMs, idle, excluded))
                .sum();
    }

    /** Returns how much of a budget the spans used: pauses in which budgets do not run are excluded. */
    static long usedMs(List<Span> spans, long nowMs, List<Pause> idle) {
        return tookMs(spans, nowMs, idle, one -> !one.budgeted());
    }
}
