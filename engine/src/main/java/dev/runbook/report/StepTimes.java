package dev.runbook.report;

import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long the steps of a runbook took in an environment, in its last runs: what forecasts rest on. Only steps that ended
 * ok count; a failure says nothing about how long success takes.
 *
 * @param runs how many runs were looked at
 * @param steps by step path
 */
public record StepTimes(int runs, Map<String, Spread> steps) {
    private static final int MOST_RUNS = 50;

    /** @param count of how many times it was told */
    public record Spread(int count, Duration median, Duration p90) {
        static Spread of(List<Long> millis) {
            List<Long> sorted = new ArrayList<>(millis);
            Collections.sort(sorted);
            return new Spread(sorted.size(), at(sorted, 0.5), at(sorted, 0.9));
        }

        /** The smallest time within which that share of them ended. */
        private static Duration at(List<Long> sorted, double share) {
            int rank = (int) Math.ceil(share * sorted.size());
            return Duration.ofMillis(sorted.get(Math.max(1, rank) - 1));
        }
    }

    public static StepTimes of(RunStore store, String runbook, String environment) {
        List<RunFolder> runs = History.of(store, runbook, environment, MOST_RUNS);
        Map<String, List<Long>> millis = new LinkedHashMap<>();
        for (RunFolder run : runs) {
            try {
                add(run.read().entries(), millis);
            } catch (JournalException unreadable) {
                // what cannot be read tells no times
            }
        }
        Map<String, Spread> steps = new LinkedHashMap<>();
        millis.forEach((step, times) -> steps.put(step, Spread.of(times)));
        return new StepTimes(runs.size(), Collections.unmodifiableMap(steps));
    }

    private static void add(List<Entry> entries, Map<String, List<Long>> millis) {
        Map<String, Long> began = new HashMap<>();
        for (Entry entry : entries) {
            long now = entry.sinceStartNanos() / 1_000_000;
            if (entry.event() instanceof Event.StepStarted started) {
                began.put(started.step(), now);
            } else if (entry.event() instanceof Event.StepFinished ended
                    && ended.result().equals("ok")
                    && began.containsKey(ended.step())) {
                millis.computeIfAbsent(ended.step(), step -> new ArrayList<>()).add(now - began.get(ended.step()));
            }
        }
    }
}
