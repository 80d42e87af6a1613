package dev.runbook.run;

import dev.runbook.value.StepPath;

/**
 * Where a node is run: in which runbook of the run, under which path, within which limit, and what stops it.
 *
 * @param messages of the runbook it belongs to
 * @param done what has finished in the container it stands in
 * @param prefix stands before the names of steps: empty in the run's own runbook
 */
record Scope(
        RunContext run,
        RunKnown known,
        Notices.Following messages,
        String prefix,
        Limit limit,
        Stops stops,
        Done done) {
    String path(String name) {
        return StepPath.of(prefix, name);
    }

    /** Inside a step or a followed runbook. */
    Scope under(String path) {
        return new Scope(run, known, messages, path, limit, stops, done);
    }

    Scope within(Limit tighter) {
        return new Scope(run, known, messages, prefix, tighter, stops, done);
    }

    Scope stoppedBy(Stops own) {
        return new Scope(run, known, messages, prefix, limit, own, done);
    }

    /** A handler's budgets are its own: the time of what failed is gone. */
    Scope withTimeOfItsOwn() {
        return within(Limit.none(run.clock()));
    }

    Scope knowing(RunKnown other) {
        return new Scope(run, other, messages, prefix, limit, stops, done);
    }

    Scope telling(Notices.Following other) {
        return new Scope(run, known, other, prefix, limit, stops, done);
    }

    /** Inside a container: what finishes there is what its handler takes back. */
    Scope container() {
        return new Scope(run, known, messages, prefix, limit, stops, done.inner());
    }
}
