package dev.runbook.dsl;

import dev.runbook.plan.Handler;
import dev.runbook.plan.Node;
import dev.runbook.plan.UndoAll;
import groovy.lang.Closure;
import java.util.Map;

/** {@code onFailure { }}: what is done when the thing it stands in has failed, and how it goes on then. */
public class OnFailureBlock extends MembersBlock {
    private Handler.Ending ending;
    private String word = "";

    OnFailureBlock(EvaluationContext reading) {
        super(reading);
    }

    static Handler handler(EvaluationContext reading, Closure<?> body) {
        return handler(reading, body, new OnFailureBlock(reading));
    }

    static Handler handler(EvaluationContext reading, Closure<?> body, OnFailureBlock block) {
        reading.outline(body, block);
        return new Handler(block.members(), block.ending == null ? new Handler.Stop() : block.ending);
    }

    @Override
    void add(Node member) {
        if (ending != null) {
            reading.problem("nothing is run after " + word, "put it above " + word);
        }
        super.add(member);
    }

    /**
     * Goes on after the thing this handler belongs to, as if it had not failed.
     *
     * <pre>{@code
     * onFailure { carryOn() }
     * }</pre>
     */
    public void carryOn() {
        end("carryOn()", new Handler.CarryOn());
    }

    /**
     * Undoes the finished steps of the container this handler belongs to, each once, the last one first. A step that failed is
     * undone only if its undo says {@code alsoIfFailed()}. An undo that fails is reported, and the others are run all the same.
     *
     * <pre>{@code
     * onFailure { undoAll() }
     * }</pre>
     */
    public void undoAll() {
        add(new UndoAll(reading.here()));
    }

    /**
     * Passes the failure outward, to the container's handler; what happens without any such word.
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
     * Stops what still runs and follows another runbook, after which nothing more of this one is run.
     *
     * <pre>{@code
     * onFailure { fallBackTo 'erpgo/database-pitr' }
     * }</pre>
     */
    public void fallBackTo(@Planned(Planned.Reason.RUNBOOK) String id) {
        fallBackTo(Map.of(), id);
    }

    /**
     * The same, with parameters for the other runbook; those of the same name go along by themselves.
     *
     * <pre>{@code
     * onFailure { fallBackTo 'erpgo/database-pitr', reason: 'blue did not come up' }
     * }</pre>
     */
    public void fallBackTo(Map<String, Object> parameters, @Planned(Planned.Reason.RUNBOOK) String id) {
        end("fallBackTo", FollowedRunbook.fallBack(reading, id, parameters));
    }

    private void end(String with, Handler.Ending last) {
        if (ending != null) {
            reading.problem("a handler ends in one word; this one has " + word + " already");
        }
        word = with;
        ending = last;
    }
}
