package dev.runbook.plan;

import dev.runbook.time.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Computes the costliest path: every step up to its limit, through failure handlers and into fallbacks. Budgets bound
 * it; a part without a budget counts as zero.
 */
public final class WorstCase implements PlanAlgebra<WorstCase.Ways> {
    private static final PlanFold<Ways> FOLD = new PlanFold<>(new WorstCase());

    private WorstCase() {}

    /**
     * The costliest path through a part, by how it ends. A negative time means it cannot end that way.
     *
     * @param completes the run continues after it
     * @param fails the failure passes outward
     * @param fallsBack the run ends in another runbook
     */
    record Ways(Duration completes, Duration fails, Duration fallsBack) {
        static final Duration NEVER = Duration.ofMillis(-1);

        static Ways through(Duration time) {
            return new Ways(time, NEVER, NEVER);
        }

        Duration longest() {
            return Durations.longer(completes, Durations.longer(fails, fallsBack));
        }

        Ways then(Ways next) {
            return new Ways(
                    after(completes, next.completes),
                    Durations.longer(fails, after(completes, next.fails)),
                    Durations.longer(fallsBack, after(completes, next.fallsBack)));
        }

        Ways or(Ways other) {
            return new Ways(
                    Durations.longer(completes, other.completes),
                    Durations.longer(fails, other.fails),
                    Durations.longer(fallsBack, other.fallsBack));
        }

        private static Duration after(Duration first, Duration second) {
            return first.isNegative() || second.isNegative() ? NEVER : first.plus(second);
        }
    }

    /** Returns the time on the RTO clock: without what is before {@code startClock()} or after {@code stopClock()}. */
    static Duration of(Plan plan) {
        return FOLD.runbook(plan, plan.clocked(), "").longest();
    }

    /**
     * Returns the time of the costliest path that ends in a fallback to another runbook, that runbook included; empty
     * when there is none.
     */
    public static Optional<Duration> fallingBack(Plan plan) {
        return Optional.of(FOLD.runbook(plan, plan.nodes(), "").fallsBack()).filter(time -> !time.isNegative());
    }

    @Override
    public Ways nothing() {
        return Ways.through(Duration.ZERO);
    }

    @Override
    public Ways task(Task task, String path, Optional<Supplier<Ways>> followed) {
        return upTo(task.budget()
                .map(Budget::stopsAfter)
                .or(() -> followed.map(other -> other.get().longest())));
    }

    @Override
    public Ways forEach(ForEach forEach, String path, Supplier<Ways> iteration) {
        return upTo(forEach.budget().map(Budget::stopsAfter));
    }

    private static Ways upTo(Optional<Duration> limit) {
        Duration longest = limit.orElse(Duration.ZERO);
        return new Ways(longest, longest, Ways.NEVER);
    }

    @Override
    public Ways then(Ways first, Ways second) {
        return first.then(second);
    }

    @Override
    public Ways inOrder(List<Part<Ways>> members) {
        return Alternatives.of(members, Part::node).stream().map(this::longest).reduce(nothing(), Ways::then);
    }

    @Override
    public Ways parallel(Group group, List<Part<Ways>> members) {
        return longest(members);
    }

    private Ways longest(List<Part<Ways>> parts) {
        return parts.stream().map(Part::value).reduce(nothing(), Ways::or);
    }

    /** Bounds the members by the group's budget, but not the handlers and fallbacks they may take. */
    @Override
    public Ways within(Budget budget, Ways members) {
        Duration limit = budget.stopsAfter();
        return new Ways(limit, Durations.longer(limit, members.fails), members.fallsBack);
    }

    @Override
    public Ways onFailure(Ways part, Supplier<Ways> recovery) {
        return part.fails.isNegative()
                ? part
                : new Ways(part.completes, Ways.NEVER, part.fallsBack)
                        .or(Ways.through(part.fails).then(recovery.get()));
    }

    @Override
    public Ways cleanedUp(Ways part, Ways cleanup) {
        Duration time = cleanup.longest();
        return new Ways(
                Ways.after(part.completes, time),
                Durations.longer(Ways.after(part.completes, cleanup.fails), Ways.after(part.fails, time)),
                Ways.after(part.fallsBack, time));
    }

    @Override
    public Ways failing(Ways part) {
        return new Ways(Ways.NEVER, Durations.longer(part.completes, part.fails), part.fallsBack);
    }

    @Override
    public Ways fallingBack(Ways other) {
        return new Ways(Ways.NEVER, Ways.NEVER, other.longest());
    }
}
