package dev.runbook.run;

import dev.runbook.journal.Event;
import dev.runbook.value.StepPath;

/**
 * Where a node is run: in which runbook of the run, under which path, within which limit, and what stops it.
 *
 * @param messages of the runbook it belongs to
 * @param runbook the path of that runbook: empty for the run's own
 * @param prefix stands before the names of steps: that path, and those of the round or the step it is run in
 * @param handler whose {@code onFailure} it stands in, as {@link Event.NoticeSent#inHandler} names it; empty for none
 * @param acts of the handlers it stands in
 * @param done what has finished in the container it stands in
 */
record Scope(
        RunContext run,
        RunValues known,
        Notices.Following messages,
        String runbook,
        String prefix,
        String handler,
        HandlerActs acts,
        Limit limit,
        CancellationScope stops,
        UndoStack done) {
    static Scope of(RunContext run, RunValues known, Notices.Following messages) {
        return new Scope(
                run,
                known,
                messages,
                "",
                "",
                "",
                HandlerActs.none(),
                Limit.none(run.clock()),
                run.stops(),
                new UndoStack());
    }

    String path(String name) {
        return StepPath.of(prefix, name);
    }

    /** Inside a step. */
    Scope under(String path) {
        return new Scope(run, known, messages, runbook, path, handler, acts, limit, stops, done);
    }

    Scope within(Limit tighter) {
        return new Scope(run, known, messages, runbook, prefix, handler, acts, tighter, stops, done);
    }

    Scope stoppedBy(CancellationScope own) {
        return new Scope(run, known, messages, runbook, prefix, handler, acts, limit, own, done);
    }

    /** What runs after a failure has budgets of its own: the time of what failed is gone. */
    Scope withOwnLimit() {
        return within(Limit.none(run.clock()));
    }

    /** Inside the handler of {@code of}: its budgets are its own. */
    Scope inHandler(String of) {
        String name = Event.NoticeSent.inHandler(runbook, of);
        return new Scope(run, known, messages, runbook, prefix, name, acts.inner(), limit, stops, done).withOwnLimit();
    }

    Scope knowing(RunValues other) {
        return new Scope(run, other, messages, runbook, prefix, handler, acts, limit, stops, done);
    }

    Scope telling(Notices.Following other) {
        return new Scope(run, known, other, runbook, prefix, handler, acts, limit, stops, done);
    }

    /** Inside a {@code forEach} of this name, or a round of this label: what is left there is its own. */
    Scope inner(String name) {
        return under(path(name)).knowing(known.within(name));
    }

    /** Inside a runbook whose path is the prefix. */
    Scope inRunbook(RunValues own) {
        return new Scope(run, own, messages, prefix, prefix, "", acts, limit, stops, done);
    }

    /** Inside a container: what finishes there is what its handler undoes. */
    Scope container() {
        return new Scope(run, known, messages, runbook, prefix, handler, acts, limit, stops, done.inner());
    }
}
