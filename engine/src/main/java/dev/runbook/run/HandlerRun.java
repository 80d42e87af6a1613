package dev.runbook.run;

import dev.runbook.journal.Event;
import dev.runbook.plan.Handler;

/** Runs an {@code onFailure} block and says what becomes of the failure. */
final class HandlerRun {
    static final String STOPPED = "stopped";
    static final String FALLS_BACK = Event.HandlerStarted.FALLS_BACK;

    private final Walk walk;

    HandlerRun(Walk walk) {
        this.walk = walk;
    }

    /** @param of the path of what failed, empty for the runbook itself */
    Ended run(Handler handler, String of, Ended.Failed failed, Scope scope) {
        RunContext run = scope.run();
        run.recordOnce(new Event.HandlerStarted(of, scope.runbook(), ending(handler)));
        Ended block = walk.sequence(handler.nodes(), scope.inHandler(of));
        if (block instanceof Ended.Failed failing) {
            run.recordOnce(new Event.HandlerFinished(of, scope.runbook(), "stop", "failed: " + failing.told()));
            return failed;
        }
        if (!(block instanceof Ended.WentOn)) {
            run.recordOnce(new Event.HandlerFinished(of, scope.runbook(), "stop", STOPPED));
            return block;
        }
        run.recordOnce(new Event.HandlerFinished(of, scope.runbook(), ending(handler), "ok"));
        if (handler.ending() instanceof Handler.CarryOn) {
            return Ended.WENT_ON;
        }
        return handler.ending() instanceof Handler.FallBack fallBack ? new Ended.FallsBack(fallBack, failed) : failed;
    }

    private static String ending(Handler handler) {
        if (handler.ending() instanceof Handler.FallBack fallBack) {
            return FALLS_BACK + fallBack.runbook().plan().id();
        }
        return handler.ending() instanceof Handler.CarryOn ? "carryOn" : "stop";
    }
}
