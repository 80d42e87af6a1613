package dev.runbook.forecast;

import dev.runbook.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The forecast for a run of a plan.
 *
 * @param runs the number of earlier runs used; with none it is based on the budgets
 * @param expected when the run will be done: the sum of the usual times of its parts, on the RTO clock
 * @param within the distribution of the simulated runs that recovered; empty without history, or when none recovered
 * @param chance of meeting the RTO; empty without an RTO or with too few runs
 * @param simulated how many runs were simulated
 * @param unknown the steps without history: their budgets count
 */
public record RunForecast(
        int runs,
        Duration expected,
        Optional<DurationSummary> within,
        Optional<Chance> chance,
        int simulated,
        List<String> unknown) {
    /**
     * After this many runs without a surprise, the next one brings one with a chance of about one in seven: with fewer
     * runs, any percentage would reflect chance more than history.
     */
    public static final int FEWEST_RUNS = 5;

    /**
     * @param percent never more than the number of runs can show: after n good ones the next is good with (n + 1) / (n
     * + 2), by the rule of succession, and never less than the same for n bad ones
     * @param bounded whether this rule changed the percentage
     */
    public record Chance(int percent, boolean bounded) {
        public static Chance of(long kept, long simulated, int runs) {
            double most = (runs + 1.0) / (runs + 2.0);
            double share = (double) kept / simulated;
            double stated = Math.max(1 - most, Math.min(most, share));
            return new Chance((int) Math.round(100 * stated), stated != share);
        }
    }

    public RunForecast {
        unknown = List.copyOf(unknown);
    }

    public static RunForecast of(Plan plan, PastTimes past) {
        Duration expected = new Expected(past).of(plan.clocked(), "");
        if (past.runs() == 0) {
            return new RunForecast(0, expected, Optional.empty(), Optional.empty(), 0, List.of());
        }
        List<Simulation.SimulatedRun> simulated = Simulation.of(plan, past);
        List<Duration> recovered = simulated.stream()
                .filter(Simulation.SimulatedRun::recovered)
                .map(Simulation.SimulatedRun::took)
                .toList();
        Optional<Chance> chance = plan.rto()
                .filter(rto -> past.runs() >= FEWEST_RUNS)
                .map(rto -> Chance.of(
                        recovered.stream()
                                .filter(took -> took.compareTo(rto.time()) <= 0)
                                .count(),
                        simulated.size(),
                        past.runs()));
        return new RunForecast(
                past.runs(),
                expected,
                recovered.isEmpty() ? Optional.empty() : Optional.of(DurationSummary.of(recovered)),
                chance,
                simulated.size(),
                StepsWithoutHistory.of(plan.clocked(), past));
    }
}
