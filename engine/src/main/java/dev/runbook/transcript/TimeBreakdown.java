package dev.runbook.transcript;

import dev.runbook.model.RunView;
import dev.runbook.model.StepView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows what took the time of a run: the steps that took most of it, and by how much they exceeded their budgets. */
final class TimeBreakdown {
    private static final int MOST = 3;
    private static final int SMALLEST_PERCENT = 10;

    private TimeBreakdown() {}

    /** Returns the few longest steps, longest first, one line each. */
    static List<String> of(RunView run) {
        long whole = Math.max(1, run.clock().elapsedMs(run.endMs()));
        List<StepView> longest = run.allSteps().stream()
                .filter(step -> !step.attempts().isEmpty())
                .sorted(Comparator.comparingLong(run::tookMs).reversed())
                .limit(MOST)
                .toList();
        List<String> lines = new ArrayList<>();
        long before = -run.clock().zeroMs();
        if (before * 100 / whole >= SMALLEST_PERCENT) {
            lines.add(TimeFormat.of(before) + " had gone before the run began, " + Math.min(100, before * 100 / whole)
                    + " % of the clock");
        }
        Map<String, Long> idle = new LinkedHashMap<>();
        run.pauses().forEach(one -> idle.merge(one.why(), one.endMs() - one.startMs(), Long::sum));
        idle.forEach((why, time) -> {
            if (time * 100 / whole >= SMALLEST_PERCENT) {
                lines.add(why + " for " + TimeFormat.of(time) + ", " + Math.min(100, time * 100 / whole)
                        + " % of the clock");
            }
        });
        for (StepView step : longest) {
            long took = run.tookMs(step);
            long percent = Math.min(100, took * 100 / whole);
            if (percent >= SMALLEST_PERCENT) {
                lines.add(
                        step.path() + " took " + TimeFormat.of(took) + ", " + percent + " % of the clock" + over(step));
            }
        }
        return lines;
    }

    private static String over(StepView step) {
        String usual = step.usual().count() == 0
                ? ""
                : ", usually " + TimeFormat.of(step.usual().medianMs());
        return usual + budget(step);
    }

    private static String budget(StepView step) {
        if (!step.blame().isEmpty()) {
            return "; its budget was " + TimeFormat.of(step.budgetMs()) + ": " + step.blame();
        }
        return step.budgetMs() >= 0 ? " (budget " + TimeFormat.of(step.budgetMs()) + ")" : "";
    }
}
