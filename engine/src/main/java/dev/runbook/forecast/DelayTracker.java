package dev.runbook.forecast;

import dev.runbook.model.Pause;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tracks which steps exceeded their expected time the most. Times are nanoseconds on the journal's axis. Not
 * thread-safe.
 */
final class DelayTracker {
    private final RemainingWork remaining;
    private final PastTimes past;
    private final Map<String, Long> underWay = new LinkedHashMap<>();
    /** The steps that were stopped with the run, and how long they had taken. */
    private final Map<String, Long> stopped = new LinkedHashMap<>();

    /** The length of pauses, by cause. */
    private final Map<String, Long> idle = new LinkedHashMap<>();

    private String worst = "";
    private long worstTook;
    private long worstOver;

    DelayTracker(RemainingWork remaining, PastTimes past) {
        this.remaining = remaining;
        this.past = past;
    }

    /**
     * Starts timing a step that the forecast counts: no background task, no part of a step, no container whose parts
     * are timed.
     */
    void begin(String path, long now) {
        if (remaining.node(path).filter(WorkNode::single).isPresent()) {
            underWay.putIfAbsent(path, now);
        }
    }

    /** @param halted whether it was stopped with the run, and continues when the run is resumed */
    void end(String path, boolean halted, long now) {
        Long began = underWay.remove(path);
        if (began == null) {
            return;
        }
        long took = now - began;
        if (halted) {
            stopped.put(path, took);
        } else if (over(path, took) > worstOver) {
            worst = path;
            worstTook = took;
            worstOver = over(path, took);
        }
    }

    /** Excludes a pause from the time of every step. */
    void paused(Pause time) {
        long gone = (time.endMs() - time.startMs()) * 1_000_000;
        idle.merge(time.why(), gone, Long::sum);
        underWay.replaceAll((path, began) -> began + gone);
    }

    /** Handles that another engine process continues the run. */
    void resumed(long now) {
        stopped.forEach((path, took) -> {
            if (remaining.node(path).filter(WorkNode::gone).isEmpty()) {
                underWay.put(path, now - took);
            }
        });
        stopped.clear();
    }

    /**
     * Returns the largest delay in words, e.g. {@code 'Restore' took 4m 10s, usually 1m 05s}; empty when nothing took
     * longer than expected.
     */
    Optional<String> most(long now) {
        String step = worst;
        long over = worstOver;
        for (Map.Entry<String, Long> running : underWay.entrySet()) {
            long beyond = over(running.getKey(), now - running.getValue());
            if (beyond > over) {
                step = running.getKey();
                over = beyond;
            }
        }
        for (Map.Entry<String, Long> gone : idle.entrySet()) {
            if (gone.getValue() > over) {
                return Optional.of(gone.getKey() + " for " + TimeText.of(Duration.ofNanos(gone.getValue())));
            }
        }
        if (step.isEmpty()) {
            return Optional.empty();
        }
        boolean runs = !step.equals(worst);
        long took = runs ? now - underWay.get(step) : worstTook;
        return Optional.of("'" + step + "' " + (runs ? "has been running for " : "took ")
                + TimeText.of(Duration.ofNanos(took)) + ", " + expectation(step));
    }

    private String expectation(String step) {
        Optional<DurationSummary> usual = past.usual(step);
        if (usual.isPresent()) {
            return "usually " + TimeText.of(usual.get().median());
        }
        long budget = expected(step);
        return budget == 0
                ? "which the plan does not count on"
                : "its budget is " + TimeText.of(Duration.ofNanos(budget));
    }

    private long over(String step, long took) {
        return took - expected(step);
    }

    private long expected(String step) {
        return remaining.node(step).map(WorkNode::expected).orElse(0L);
    }
}
