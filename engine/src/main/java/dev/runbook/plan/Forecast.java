package dev.runbook.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be expected of a run of a plan.
 *
 * @param runs how many earlier runs it rests on; with none it is the budgets
 * @param expected when it will be done: the sum of what its parts usually take, on the promise's clock
 * @param within how the plays that recovered were spread; empty without a past, or when none recovered
 * @param chance of keeping the promise; empty without a promise or with too few runs
 * @param plays how many were simulated
 * @param unknown the steps nothing is known of: their budgets count
 */
public record Forecast(
        int runs,
        Duration expected,
        Optional<DurationSummary> within,
        Optional<Chance> chance,
        int plays,
        List<String> unknown) {
    /**
     * After so many runs without a surprise the next one brings one in about one of seven: below, any percentage would be
     * told by the few and not by the many.
     */
    public static final int FEWEST_RUNS = 5;

    /**
     * @param percent never more than so many runs can show: after n good ones the next is good with (n + 1) / (n + 2), by
     *     the rule of succession, and never less than the same for n bad ones
     * @param bounded whether it would have been more, or less, but for that
     */
    public record Chance(int percent, boolean bounded) {
        static Chance of(long kept, long plays, int runs) {
            double most = (runs + 1.0) / (runs + 2.0);
            double share = (double) kept / plays;
            double told = Math.max(1 - most, Math.min(most, share));
            return new Chance((int) Math.round(100 * told), told != share);
        }
    }

    public Forecast {
        unknown = List.copyOf(unknown);
    }

    public static Forecast of(Plan plan, PastTimes past) {
        Duration expected = new Expected(past).of(plan.clocked(), "");
        if (past.runs() == 0) {
            return new Forecast(0, expected, Optional.empty(), Optional.empty(), 0, List.of());
        }
        List<Simulation.Play> plays = Simulation.of(plan, past);
        List<Duration> recovered = plays.stream()
                .filter(Simulation.Play::recovered)
                .map(Simulation.Play::took)
                .toList();
        Optional<Chance> chance = plan.promise()
                .filter(promise -> past.runs() >= FEWEST_RUNS)
                .map(promise -> Chance.of(
                        recovered.stream()
                                .filter(took -> took.compareTo(promise.rto()) <= 0)
                                .count(),
                        plays.size(),
                        past.runs()));
        return new Forecast(
                past.runs(),
                expected,
                recovered.isEmpty() ? Optional.empty() : Optional.of(DurationSummary.of(recovered)),
                chance,
                plays.size(),
                new StepsWithoutHistory(past).of(plan.clocked()));
    }
}
