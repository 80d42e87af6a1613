package dev.runbook.dsl;

import dev.runbook.action.Quorum;
import dev.runbook.plan.Background;
import dev.runbook.plan.Node;
import java.util.Optional;

/** {@code parallel(name) { }}: members that run at once. */
public final class ParallelBlock extends GroupBlock {
    private Optional<Quorum> quorum = Optional.empty();

    ParallelBlock(EvaluationContext context) {
        super(context);
    }

    @Override
    void add(Node member) {
        if (member instanceof Background background && background.isGuard()) {
            context.problemWith(
                    NamePosition.NAME,
                    member.name(),
                    "a guard holds for the members that follow it, and in a parallel none does",
                    "write the guard before the parallel, in a phase");
        }
        super.add(member);
    }

    @Override
    Optional<Quorum> quorum() {
        return quorum;
    }

    /**
     * Sets how many of the members must be ok, as a share, rounded up.
     *
     * <pre>{@code
     * atLeast 95.percent
     * }</pre>
     */
    public void atLeast(Percent share) {
        quorum = Optional.of(Quorums.of(context, share));
    }

    /**
     * Sets how many of the members must be ok.
     *
     * <pre>{@code
     * atLeast 3
     * }</pre>
     */
    public void atLeast(int members) {
        quorum = Optional.of(Quorums.of(context, members));
    }
}
