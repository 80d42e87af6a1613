package dev.runbook.cli.planview;

import dev.runbook.forecast.RunForecast;
import dev.runbook.plan.RtoTarget;
import dev.runbook.terminal.ColorPalette;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.time.TimeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Renders a forecast: the expected duration, the chance of meeting the RTO, and the history both are based on. */
final class ForecastText {
    private static final int LIKELY = 80;
    private static final int MOST_UNKNOWN = 4;

    private ForecastText() {}

    static List<String> of(RunForecast forecast, Optional<RtoTarget> rto, ColorPalette palette) {
        if (forecast.runs() == 0) {
            return List.of("no run history in this environment; the estimate uses budgets only");
        }
        List<String> lines = new ArrayList<>();
        String runs = forecast.runs() == 1 ? "1 previous run" : forecast.runs() + " previous runs";
        lines.add("usually takes " + palette.strong(TimeText.of(forecast.expected()))
                + forecast.within()
                        .map(within -> ", in 90 % of runs at most " + TimeText.of(within.p90()))
                        .orElse("")
                + ", based on " + runs + " in this environment");
        rto.ifPresent(it -> lines.add(chance(forecast, it, runs, palette)));
        if (!forecast.unknown().isEmpty()) {
            lines.add(palette.faint("  never succeeded in this environment, so estimated from the budget: "
                    + unknown(forecast.unknown())));
        }
        return lines;
    }

    private static String chance(RunForecast forecast, RtoTarget rto, String runs, ColorPalette palette) {
        String of = " of meeting the RTO of " + TimeText.of(rto.time());
        if (forecast.chance().isEmpty()) {
            return runs + (forecast.runs() == 1 ? " is" : " are") + " too few to estimate the chance" + of
                    + palette.faint(" (at least " + RunForecast.FEWEST_RUNS + " are needed)");
        }
        RunForecast.Chance chance = forecast.chance().get();
        String percent = chance.percent() + " %";
        String simulated = forecast.simulated() + " simulated runs";
        String rests = !chance.bounded()
                ? simulated
                : chance.percent() > 50
                        ? simulated + "; so few runs cannot show more"
                        : simulated + "; so few runs cannot show less";
        return "chance" + of + ": " + (chance.percent() >= LIKELY ? palette.good(percent) : palette.warning(percent))
                + palette.faint(" (" + rests + ")");
    }

    private static String unknown(List<String> steps) {
        int shown = Math.min(MOST_UNKNOWN, steps.size());
        int more = steps.size() - shown;
        return TerminalSanitizer.line(String.join(", ", steps.subList(0, shown)))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
