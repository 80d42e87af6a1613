package dev.runbook.run;

import dev.runbook.journal.Event;
import dev.runbook.plan.PastTimes;
import dev.runbook.plan.Spread;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which step took most time beyond what was expected of it. Times are nanoseconds on the journal's axis. Not thread-safe. */
final class TimeEaten {
    private final Ahead ahead;
    private final PastTimes past;
    private final Map<String, Long> underWay = new LinkedHashMap<>();
    private String worst = "";
    private long worstTook;
    private long worstOver;

    TimeEaten(Ahead ahead, PastTimes past) {
        this.ahead = ahead;
        this.past = past;
    }

    void add(Event event, long now) {
        if (event instanceof Event.StepStarted step) {
            underWay.putIfAbsent(step.step(), now);
        } else if (event instanceof Event.StepFinished step && underWay.containsKey(step.step())) {
            long took = now - underWay.remove(step.step());
            if (over(step.step(), took) > worstOver) {
                worst = step.step();
                worstTook = took;
                worstOver = over(step.step(), took);
            }
        }
    }

    /** In words, e.g. {@code 'Restore' took 4m 10s, usually 1m 05s}; empty when nothing took longer than expected. */
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
        if (step.isEmpty()) {
            return Optional.empty();
        }
        boolean runs = !step.equals(worst);
        long took = runs ? now - underWay.get(step) : worstTook;
        return Optional.of("'" + step + "' " + (runs ? "has been running for " : "took ")
                + TimeText.of(Duration.ofNanos(took)) + ", " + expectation(step));
    }

    private String expectation(String step) {
        Optional<Spread> usual = past.usual(step);
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
        return ahead.stage(step).map(Stage::expected).orElse(0L);
    }
}
