package dev.runbook.dsl;

import dev.runbook.plan.Group;
import java.util.Optional;

/** {@code parallel(name) { }}: members that run at once. */
public final class ParallelBlock extends GroupBlock {
    private Optional<Group.Quorum> quorum = Optional.empty();

    ParallelBlock(Reading reading) {
        super(reading);
    }

    @Override
    Optional<Group.Quorum> quorum() {
        return quorum;
    }

    /**
     * How many of the members must be ok, as a share of them, rounded up.
     *
     * <pre>{@code
     * atLeast 95.percent
     * }</pre>
     */
    public void atLeast(Percent share) {
        if (share.of100() < 1 || share.of100() > 100) {
            reading.problem("atLeast takes 1 to 100 percent, not " + share);
        }
        quorum = Optional.of(new Group.Quorum(0, share.of100()));
    }

    /**
     * How many of the members must be ok.
     *
     * <pre>{@code
     * atLeast 3
     * }</pre>
     */
    public void atLeast(int members) {
        if (members < 1) {
            reading.problem("atLeast takes 1 or more, not " + members);
        }
        quorum = Optional.of(new Group.Quorum(members, 0));
    }
}
