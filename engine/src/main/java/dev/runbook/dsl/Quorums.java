package dev.runbook.dsl;

import dev.runbook.action.Quorum;

/** Evaluates how many of several members must be ok: a number or a share. */
final class Quorums {
    private Quorums() {}

    static Quorum of(EvaluationContext context, Object least) {
        if (least instanceof Percent share) {
            if (share.of100() < 1 || share.of100() > 100) {
                context.problem("atLeast takes 1 to 100 percent, not " + share);
            }
            return new Quorum(0, share.of100());
        }
        if (least instanceof Integer count) {
            if (count < 1) {
                context.problem("atLeast takes 1 or more, not " + count);
            }
            return new Quorum(count, 0);
        }
        context.problem("atLeast takes a number or a share such as 95.percent, not " + least);
        return Quorum.all();
    }
}
