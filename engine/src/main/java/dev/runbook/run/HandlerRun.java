package dev.runbook.run;

import dev.runbook.journal.Event;
import dev.runbook.plan.Handler;

/** Runs an {@code onFailure} block and decides what happens to the failure. */
final class HandlerRun {
    static final String STOPPED = "stopped";
    static final String FALLS_BACK = Event.HandlerStarted.FALLS_BACK;

    private final PlanExecutor walk;

    HandlerRun(PlanExecutor walk) {
        this.walk = walk;
    }

    /** @param of the path of what failed, empty for the runbook itself */
    NodeResult run(Handler handler, String of, NodeResult.Failed failure, Scope scope) {
        RunContext run = scope.run();
        Event begins = new Event.HandlerStarted(of, scope.runbook(), ending(handler));
        if (!run.past().contains(begins)) {
            run.past().forget(handler.nodes(), scope.prefix()); // a resume passes here a second time
        }
        run.recordOnce(begins);
        Scope inside = scope.inHandler(of);
        NodeResult block = walk.sequence(handler.nodes(), inside);
        NodeResult.Failed failed = failure.traced(inside.acts().behind(failure.trace()));
        if (block instanceof NodeResult.Failed failing) {
            run.recordOnce(new Event.HandlerFinished(of, scope.runbook(), "stop", "failed: " + failing.describe()));
            return failed;
        }
        if (!(block instanceof NodeResult.Completed)) {
            run.recordOnce(new Event.HandlerFinished(of, scope.runbook(), "stop", STOPPED));
            return block;
        }
        run.recordOnce(new Event.HandlerFinished(of, scope.runbook(), ending(handler), "ok"));
        if (handler.ending() instanceof Handler.CarryOn) {
            return NodeResult.IGNORED;
        }
        return handler.ending() instanceof Handler.FallBack fallBack
                ? new NodeResult.FallsBack(fallBack, failed)
                : failed;
    }

    private static String ending(Handler handler) {
        return handler.fallBack()
                .map(fallBack -> FALLS_BACK + fallBack.plan().id())
                .orElseGet(() -> handler.ending().word());
    }
}
