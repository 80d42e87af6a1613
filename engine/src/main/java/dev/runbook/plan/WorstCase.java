package dev.runbook.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Computes the costliest path: every step up to its limit, through failure handlers and into fallbacks. Budgets bound
 * it; a part without a budget counts as zero.
 */
public final class WorstCase {
    private WorstCase() {}

    /**
     * The costliest path through a node, by how it ends. A negative time means it cannot end that way.
     *
     * @param goesOn the run continues after it
     * @param fails the failure passes outward
     * @param fallsBack the run ends in another runbook
     */
    private record Ways(Duration goesOn, Duration fails, Duration fallsBack) {
        static final Duration NEVER = Duration.ofMillis(-1);

        static Ways through(Duration time) {
            return new Ways(time, NEVER, NEVER);
        }

        Duration longest() {
            return max(goesOn, max(fails, fallsBack));
        }

        Ways then(Ways next) {
            return new Ways(
                    after(goesOn, next.goesOn),
                    max(fails, after(goesOn, next.fails)),
                    max(fallsBack, after(goesOn, next.fallsBack)));
        }

        private static Duration after(Duration first, Duration second) {
            return first.isNegative() || second.isNegative() ? NEVER : first.plus(second);
        }

        private static Duration max(Duration a, Duration b) {
            return a.compareTo(b) >= 0 ? a : b;
        }
    }

    /** Returns the time from the run's start to its end. */
    public static Duration of(Plan plan) {
        return handled(sequence(plan.nodes()), plan.onFailure()).longest();
    }

    /**
     * Returns the time of the costliest path that ends in a fallback to another runbook, that runbook included; empty
     * when there is none.
     */
    public static Optional<Duration> fallingBack(Plan plan) {
        return Optional.of(handled(sequence(plan.nodes()), plan.onFailure()).fallsBack())
                .filter(time -> !time.isNegative());
    }

    private static Ways sequence(List<Node> nodes) {
        return Alternatives.of(nodes).stream().map(WorstCase::longest).reduce(Ways.through(Duration.ZERO), Ways::then);
    }

    /** Returns the longest of alternatives of which at most one runs. */
    private static Ways longest(List<Node> alternatives) {
        return alternatives.stream().map(WorstCase::of).reduce(Ways.through(Duration.ZERO), WorstCase::beside);
    }

    private static Ways of(Node node) {
        if (node instanceof Task task) {
            Duration longest = task.budget().map(Budget::stopsAfter).orElseGet(() -> followed(task));
            return handled(new Ways(longest, longest, Ways.NEVER), task.work().onFailure());
        }
        if (node instanceof Group group) {
            return handled(members(group), group.onFailure());
        }
        if (node instanceof ForEach forEach) {
            Duration longest = forEach.budget().map(Budget::stopsAfter).orElse(Duration.ZERO);
            return handled(new Ways(longest, longest, Ways.NEVER), forEach.onFailure());
        }
        return Ways.through(Duration.ZERO);
    }

    private static Ways members(Group group) {
        Ways members = group.kind() == Group.Kind.PHASE
                ? sequence(group.members())
                : group.members().stream().map(WorstCase::of).reduce(Ways.through(Duration.ZERO), WorstCase::beside);
        return group.budget()
                .map(budget -> bounded(members, budget.stopsAfter()))
                .orElse(members);
    }

    private static Ways beside(Ways a, Ways b) {
        return new Ways(Ways.max(a.goesOn, b.goesOn), Ways.max(a.fails, b.fails), Ways.max(a.fallsBack, b.fallsBack));
    }

    /** Bounds the members by the group's budget, but not the handlers and fallbacks they may take. */
    private static Ways bounded(Ways ways, Duration limit) {
        return new Ways(limit, Ways.max(limit, ways.fails), ways.fallsBack);
    }

    private static Duration followed(Task task) {
        return task.work().act() instanceof Work.Follow follow
                ? of(follow.runbook().plan())
                        .plus(sequence(List.copyOf(task.work().verifies())).longest())
                : Duration.ZERO;
    }

    private static Ways handled(Ways ways, Optional<Handler> onFailure) {
        if (onFailure.isEmpty() || ways.fails.isNegative()) {
            return ways;
        }
        Handler handler = onFailure.get();
        Ways block = Ways.through(ways.fails).then(sequence(handler.nodes()));
        Duration failing = Ways.max(block.goesOn, block.fails);
        if (handler.ending() instanceof Handler.CarryOn) {
            return new Ways(
                    Ways.max(ways.goesOn, block.goesOn), block.fails, Ways.max(ways.fallsBack, block.fallsBack));
        }
        if (handler.ending() instanceof Handler.FallBack fallBack) {
            Duration ended = block.goesOn.plus(of(fallBack.runbook().plan()));
            return new Ways(ways.goesOn, block.fails, Ways.max(ended, Ways.max(ways.fallsBack, block.fallsBack)));
        }
        return new Ways(ways.goesOn, failing, Ways.max(ways.fallsBack, block.fallsBack));
    }
}
