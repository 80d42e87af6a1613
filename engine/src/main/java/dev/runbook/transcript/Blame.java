package dev.runbook.transcript;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who ate the time of a run: the steps that took most of it, and what of their budgets they overran. */
final class Blame {
    private static final int MOST = 3;
    private static final int SMALLEST_PERCENT = 10;

    private Blame() {}

    /** The few longest steps, longest first, each in a line. */
    static List<String> of(RunView run) {
        long whole = Math.max(1, run.promise().elapsedMs(run.endMs()));
        List<StepView> longest = run.allSteps().stream()
                .filter(step -> !step.attempts().isEmpty())
                .sorted(Comparator.comparingLong((StepView step) -> step.tookMs(run.endMs()))
                        .reversed())
                .limit(MOST)
                .toList();
        List<String> lines = new ArrayList<>();
        long before = -run.promise().zeroMs();
        if (before * 100 / whole >= SMALLEST_PERCENT) {
            lines.add(Times.of(before) + " had gone before the run began, " + Math.min(100, before * 100 / whole)
                    + " % of the clock");
        }
        for (StepView step : longest) {
            long took = step.tookMs(run.endMs());
            long percent = Math.min(100, took * 100 / whole);
            if (percent >= SMALLEST_PERCENT) {
                lines.add(step.path() + " took " + Times.of(took) + ", " + percent + " % of the clock" + over(step));
            }
        }
        return lines;
    }

    private static String over(StepView step) {
        String usual = step.usual().count() == 0
                ? ""
                : ", usually " + Times.of(step.usual().medianMs());
        return usual + budget(step);
    }

    private static String budget(StepView step) {
        if (!step.blame().isEmpty()) {
            return "; its budget was " + Times.of(step.budgetMs()) + ": " + step.blame();
        }
        return step.budgetMs() >= 0 ? " (budget " + Times.of(step.budgetMs()) + ")" : "";
    }
}
