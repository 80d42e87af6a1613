package dev.runbook.dsl;

import dev.runbook.plan.Handler;
import dev.runbook.plan.Node;
import dev.runbook.plan.UndoAll;
import groovy.lang.Closure;
import java.util.Map;

/**
 * {@code onFailure { }}: the handler of a failed task, container or runbook, and how the run continues. In the handler of a
 * task, the results of the task are in scope.
 */
public class OnFailureBlock extends MembersBlock {
    private Handler.Ending ending;
    private String word = "";

    OnFailureBlock(EvaluationContext context) {
        super(context);
    }

    static Handler handler(EvaluationContext context, Closure<?> body) {
        return handler(context, body, new OnFailureBlock(context));
    }

    static Handler handler(EvaluationContext context, Closure<?> body, OnFailureBlock block) {
        context.outline(body, block);
        return new Handler(block.members(), block.ending == null ? new Handler.Stop() : block.ending);
    }

    @Override
    void add(Node member) {
        if (ending != null) {
            context.problem("nothing is run after " + word, "put it above " + word);
        }
        super.add(member);
    }

    /**
     * Continues after the failed task or container as if it had not failed.
     *
     * <pre>{@code
     * onFailure { carryOn() }
     * }</pre>
     */
    public void carryOn() {
        end("carryOn()", new Handler.CarryOn());
    }

    /**
     * Undoes the finished steps of this handler's container, each once, in reverse order. A step that failed is undone
     * only if its undo declares {@code alsoIfFailed()}. If an undo fails, the failure is reported and the remaining
     * ones still run.
     *
     * <pre>{@code
     * onFailure { undoAll() }
     * }</pre>
     */
    public void undoAll() {
        add(new UndoAll(context.here()));
    }

    /**
     * Passes the failure to the handler of the enclosing container. This is the default.
     *
     * <pre>{@code
     * onFailure {
     *     notify('tech-team') { text 'The switch failed' }
     *     stop()
     * }
     * }</pre>
     */
    public void stop() {
        end("stop()", new Handler.Stop());
    }

    /**
     * Stops what is still running and starts another runbook; no further step of this runbook runs.
     *
     * <pre>{@code
     * onFailure { fallBackTo 'erpgo/database-pitr' }
     * }</pre>
     */
    public void fallBackTo(@Planned(Planned.Reason.RUNBOOK) String id) {
        fallBackTo(Map.of(), id);
    }

    /**
     * Starts another runbook with parameters; parameters of the same name are passed automatically.
     *
     * <pre>{@code
     * onFailure { fallBackTo 'erpgo/database-pitr', reason: 'blue did not come up' }
     * }</pre>
     */
    public void fallBackTo(Map<String, Object> parameters, @Planned(Planned.Reason.RUNBOOK) String id) {
        end("fallBackTo", FollowedRunbook.fallBack(context, id, parameters));
    }

    private void end(String with, Handler.Ending last) {
        if (ending != null) {
            context.problem("a handler ends in one word; this one has " + word + " already");
        }
        word = with;
        ending = last;
    }
}
