package dev.runbook.plan;

import dev.runbook.value.StepPath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Computes how long the parts of a plan are expected to take without failures: their usual time, never more than their
 * limit; their budgets where there is no history. A part with neither counts as zero.
 */
public final class Expected {
    private final PastTimes past;

    public Expected(PastTimes past) {
        this.past = past;
    }

    /** @param under the path that contains the nodes, empty for the run's own runbook */
    public Duration of(List<? extends Node> nodes, String under) {
        return nodes.stream().map(node -> of(node, under)).reduce(Duration.ZERO, Duration::plus);
    }

    public Duration of(Node node, String under) {
        if (node instanceof Task task) {
            return task(task, StepPath.of(under, task.name()));
        }
        if (node instanceof Group group) {
            return within(group.budget(), members(group, under));
        }
        return node instanceof ForEach forEach ? rounds(forEach, StepPath.of(under, forEach.name())) : Duration.ZERO;
    }

    private Duration task(Task task, String path) {
        return past.usual(path)
                .map(usual -> within(task.budget(), usual.median()))
                .or(() -> task.budget().map(Budget::time))
                .orElseGet(() -> task.work().act() instanceof Work.Follow follow
                        ? of(follow.runbook().plan().nodes(), path)
                                .plus(of(task.work().verifies(), path))
                        : Duration.ZERO);
    }

    private Duration members(Group group, String under) {
        return group.kind() == Group.Kind.PHASE
                ? of(group.members(), under)
                : group.members().stream()
                        .map(member -> of(member, under))
                        .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    /** Returns the expected time of a {@code forEach} as a whole: the number of iterations is known only in a run. */
    private Duration rounds(ForEach forEach, String path) {
        return past.usual(path)
                .map(usual -> within(forEach.budget(), usual.median()))
                .or(() -> forEach.budget().map(Budget::time))
                .orElse(Duration.ZERO);
    }

    private static Duration within(Optional<Budget> budget, Duration time) {
        return budget.map(Budget::stopsAfter)
                .filter(limit -> limit.compareTo(time) < 0)
                .orElse(time);
    }
}
