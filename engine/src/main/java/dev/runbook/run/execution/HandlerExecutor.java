package dev.runbook.run.execution;

import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.HandlerEnding;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.HandlerStarted;
import dev.runbook.plan.Handler;
import dev.runbook.value.Result;
import java.util.Optional;

/** Runs an {@code onFailure} block and decides what happens to the failure. */
final class HandlerExecutor {
    private final Sequence sequence;

    HandlerExecutor(Sequence sequence) {
        this.sequence = sequence;
    }

    /**
     * Runs the handler of what has ended, if it failed and has one.
     *
     * @param of the path of what ended, empty for the runbook itself
     * @return what the container continues with
     */
    NodeResult handle(NodeResult ended, Optional<Handler> onFailure, String of, Scope scope) {
        return ended instanceof NodeResult.Failed failed
                ? onFailure.map(handler -> run(handler, of, failed, scope)).orElse(ended)
                : ended;
    }

    private NodeResult run(Handler handler, String of, NodeResult.Failed failure, Scope scope) {
        RunContext run = scope.run();
        Event begins = new HandlerStarted(of, scope.runbook(), ending(handler));
        boolean begun = run.past().contains(begins);
        if (scope.ended() && !begun) {
            return new NodeResult.Aborted("the onFailure was not begun when its container ended");
        }
        if (!begun) {
            run.past().forget(handler.nodes(), scope.prefix()); // a resume passes here a second time
        }
        run.recordOnce(begins);
        Scope inside = scope.inHandler(of);
        NodeResult block = sequence.execute(handler.nodes(), inside);
        NodeResult.Failed failed = failure.traced(inside.acts().behind(failure.trace()));
        if (block instanceof NodeResult.Failed failing) {
            run.recordOnce(
                    new HandlerFinished(of, scope.runbook(), HandlerEnding.STOP, Result.FAILED, failing.describe()));
            return failed;
        }
        if (!(block instanceof NodeResult.Completed)) {
            run.recordOnce(new HandlerFinished(of, scope.runbook(), HandlerEnding.STOP, Result.CANCELLED, ""));
            return block;
        }
        run.recordOnce(new HandlerFinished(of, scope.runbook(), ending(handler), Result.OK, ""));
        return handler.ending().accept(new Handler.EndingVisitor<>() {
            @Override
            public NodeResult carryOn() {
                return NodeResult.Completed.IGNORED;
            }

            @Override
            public NodeResult stop() {
                return failed;
            }

            @Override
            public NodeResult fallBack(Handler.FallBack to) {
                return new NodeResult.FallsBack(to, failed);
            }
        });
    }

    private static HandlerEnding ending(Handler handler) {
        return handler.ending().accept(new Handler.EndingVisitor<>() {
            @Override
            public HandlerEnding carryOn() {
                return HandlerEnding.CARRY_ON;
            }

            @Override
            public HandlerEnding stop() {
                return HandlerEnding.STOP;
            }

            @Override
            public HandlerEnding fallBack(Handler.FallBack to) {
                return HandlerEnding.fallBackTo(to.plan().id());
            }
        });
    }
}
