package dev.runbook.forecast;

import dev.runbook.plan.Budget;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Node;
import dev.runbook.plan.PlanAlgebra;
import dev.runbook.plan.PlanFold;
import dev.runbook.plan.Task;
import dev.runbook.time.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Computes how long the parts of a plan are expected to take without failures: their usual time, never more than their
 * limit; their budgets where there is no history. A part with neither counts as zero.
 */
final class Expected implements PlanAlgebra.WithoutFailures<Duration> {
    private final PastTimes past;
    private final PlanFold<Duration> fold = new PlanFold<>(this);

    Expected(PastTimes past) {
        this.past = past;
    }

    /** @param under the path that contains the nodes, empty for the run's own runbook */
    public Duration of(List<? extends Node> nodes, String under) {
        return fold.sequence(nodes, under);
    }

    public Duration of(Node node, String under) {
        return fold.node(node, under);
    }

    @Override
    public Duration nothing() {
        return Duration.ZERO;
    }

    @Override
    public Duration task(Task task, String path, Optional<Supplier<Duration>> followed) {
        return usual(path, task.budget()).or(() -> followed.map(Supplier::get)).orElse(Duration.ZERO);
    }

    @Override
    public Duration forEach(ForEach forEach, String path, Supplier<Duration> iteration) {
        return usual(path, forEach.budget()).orElse(Duration.ZERO);
    }

    private Optional<Duration> usual(String path, Optional<Budget> budget) {
        return past.usual(path)
                .map(usual -> budget.map(limit -> within(limit, usual.median())).orElse(usual.median()))
                .or(() -> budget.map(Budget::time));
    }

    @Override
    public Duration then(Duration first, Duration second) {
        return first.plus(second);
    }

    @Override
    public Duration parallel(Group group, List<Part<Duration>> members) {
        return members.stream().map(Part::value).reduce(Duration.ZERO, Durations::longer);
    }

    @Override
    public Duration within(Budget budget, Duration members) {
        Duration limit = budget.stopsAfter();
        return Durations.shorter(limit, members);
    }
}
