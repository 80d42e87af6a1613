package dev.runbook.run;

import dev.runbook.journal.Event;
import dev.runbook.plan.Handler;

/** Runs an {@code onFailure} block and says what becomes of the failure. */
final class HandlerRun {
    static final String STOPPED = "stopped";
    static final String FALLS_BACK = "fallBackTo ";

    private final Walk walk;

    HandlerRun(Walk walk) {
        this.walk = walk;
    }

    /** @param of the path of what failed, empty for the runbook itself */
    Ended run(Handler handler, String of, Ended.Failed failed, Scope scope) {
        RunContext run = scope.run();
        run.recordOnce(new Event.HandlerStarted(of, scope.runbook()));
        Ended block = walk.sequence(handler.nodes(), scope.withTimeOfItsOwn());
        if (block instanceof Ended.Failed failing) {
            run.recordOnce(new Event.HandlerFinished(of, scope.runbook(), "stop", "failed: " + failing.told()));
            return failed;
        }
        if (!(block instanceof Ended.WentOn)) {
            run.recordOnce(new Event.HandlerFinished(of, scope.runbook(), "stop", STOPPED));
            return block;
        }
        if (handler.ending() instanceof Handler.CarryOn) {
            run.recordOnce(new Event.HandlerFinished(of, scope.runbook(), "carryOn", "ok"));
            return Ended.WENT_ON;
        }
        if (handler.ending() instanceof Handler.FallBack fallBack) {
            run.recordOnce(new Event.HandlerFinished(
                    of, scope.runbook(), FALLS_BACK + fallBack.runbook().plan().id(), "ok"));
            return new Ended.FallsBack(fallBack, failed);
        }
        run.recordOnce(new Event.HandlerFinished(of, scope.runbook(), "stop", "ok"));
        return failed;
    }
}
