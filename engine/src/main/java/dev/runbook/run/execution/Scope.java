package dev.runbook.run.execution;

import dev.runbook.journal.event.MessageSent;
import dev.runbook.run.control.CancellationScope;
import dev.runbook.run.message.RunbookMessages;
import dev.runbook.run.state.RunValues;
import dev.runbook.value.StepPath;

/**
 * The scope in which a node runs: the runbook, the path, the limit, and what stops it.
 *
 * @param messages of the runbook the node belongs to
 * @param runbook the path of that runbook: empty for the run's own
 * @param prefix precedes the names of steps: that path, and those of the enclosing iteration or step
 * @param handler whose {@code onFailure} contains the node, as {@link MessageSent#inHandler} names it; empty for
 * none
 * @param acts of the enclosing handlers
 * @param done what has finished in the container of the node
 * @param ended whether the container had ended in an earlier engine process: what did not finish then is not run
 */
public record Scope(
        RunContext run,
        RunValues known,
        RunbookMessages messages,
        String runbook,
        String prefix,
        String handler,
        HandlerChanges acts,
        Limit limit,
        CancellationScope stops,
        UndoStack done,
        boolean ended) {
    public static Scope of(RunContext run, RunValues known, RunbookMessages messages) {
        return new Scope(
                run,
                known,
                messages,
                "",
                "",
                "",
                HandlerChanges.none(),
                Limit.none(run.clock()),
                run.stops(),
                new UndoStack(),
                false);
    }

    String path(String name) {
        return StepPath.of(prefix, name);
    }

    /** Returns the scope inside a step. */
    Scope under(String path) {
        return new Scope(run, known, messages, runbook, path, handler, acts, limit, stops, done, ended);
    }

    Scope within(Limit tighter) {
        return new Scope(run, known, messages, runbook, prefix, handler, acts, tighter, stops, done, ended);
    }

    public Scope stoppedBy(CancellationScope own) {
        return new Scope(run, known, messages, runbook, prefix, handler, acts, limit, own, done, ended);
    }

    /**
     * Returns the scope for what runs after a failure, which has its own budgets: the time of what failed is used up.
     */
    Scope withOwnLimit() {
        return within(Limit.none(run.clock()));
    }

    /** Returns the scope inside the handler of {@code of}, with its own budgets. */
    Scope inHandler(String of) {
        String name = MessageSent.inHandler(runbook, of);
        return new Scope(run, known, messages, runbook, prefix, name, acts.inner(), limit, stops, done, ended)
                .withOwnLimit();
    }

    /** Returns the scope inside a container that had ended in an earlier engine process. */
    public Scope closed() {
        return new Scope(run, known, messages, runbook, prefix, handler, acts, limit, stops, done, true);
    }

    /** Returns the scope inside the cleanup of a container, which only {@code own} stops, with its own budgets. */
    Scope inCleanup(CancellationScope own) {
        return new Scope(
                run,
                known,
                messages,
                runbook,
                prefix,
                handler,
                acts.inner(),
                Limit.none(run.clock()),
                own,
                done,
                false);
    }

    Scope knowing(RunValues other) {
        return new Scope(run, other, messages, runbook, prefix, handler, acts, limit, stops, done, ended);
    }

    Scope withMessages(RunbookMessages other) {
        return new Scope(run, known, other, runbook, prefix, handler, acts, limit, stops, done, ended);
    }

    /**
     * Returns the scope inside a {@code forEach} with this name, or an iteration with this label, with its own values.
     */
    Scope inner(String name) {
        return under(path(name)).knowing(known.within(name));
    }

    /** Returns the scope inside a runbook whose path is the prefix. */
    Scope inRunbook(RunValues own) {
        return new Scope(run, own, messages, prefix, prefix, "", acts, limit, stops, done, ended);
    }

    /** Returns the scope inside a container: its handler undoes what finishes there. */
    Scope container() {
        return new Scope(run, known, messages, runbook, prefix, handler, acts, limit, stops, done.inner(), ended);
    }
}
