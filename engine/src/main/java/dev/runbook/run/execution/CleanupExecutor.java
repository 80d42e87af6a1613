package dev.runbook.run.execution;

import dev.runbook.journal.event.FailureTrace;
import dev.runbook.plan.Cleanup;
import dev.runbook.plan.Group;
import dev.runbook.plan.Node;
import dev.runbook.run.control.CancellationScope;
import java.util.List;
import java.util.Optional;

/**
 * Runs the {@code cleanup} of a container that has ended, after its handler. Nothing that stops the container stops it:
 * it has its own budgets.
 */
final class CleanupExecutor {
    private final RunContext run;
    private final NodeExecutor<Node> nodes;

    CleanupExecutor(RunContext run, NodeExecutor<Node> nodes) {
        this.run = run;
        this.nodes = nodes;
    }

    /**
     * Returns the scope for the members of a container. If an earlier engine process has begun its cleanup, no member
     * is run any more.
     */
    Scope members(List<? extends Node> members, Scope scope) {
        return begun(members, scope) ? scope.closed() : scope;
    }

    private boolean begun(List<? extends Node> members, Scope scope) {
        return Cleanup.of(members)
                .filter(cleanup -> run.past().knows(scope.path(cleanup.name())))
                .isPresent();
    }

    /**
     * Runs the cleanup, if the container has one.
     *
     * @param ended how the container ended, its handler included
     * @return what the outer container continues with
     */
    NodeResult after(NodeResult ended, List<? extends Node> members, Scope scope) {
        Optional<Group> cleanup = Cleanup.of(members);
        boolean undecided = ended instanceof NodeResult.Aborted aborted
                && !aborted.rejected()
                && !scope.stops().requested()
                && !scope.ended()
                && !begun(members, scope);
        if (cleanup.isEmpty() || undecided) {
            return ended; // the operator decides about a step, and a resume continues in the container
        }
        Scope own = scope.inCleanup(new CancellationScope());
        NodeResult cleaned = nodes.execute(cleanup.get(), own);
        return combined(ended, cleaned, own.acts());
    }

    private static NodeResult combined(NodeResult ended, NodeResult cleaned, HandlerChanges acts) {
        if (ended instanceof NodeResult.Completed) {
            return cleaned instanceof NodeResult.Completed ? ended : cleaned;
        }
        Optional<String> acted = acts.because();
        if (acted.isEmpty()) {
            return ended;
        }
        if (ended instanceof NodeResult.Failed failed) {
            return failed.traced(failed.trace().behind(FailureTrace.Barrier.CLEANED_UP, acted.get()));
        }
        return ended instanceof NodeResult.Aborted aborted ? aborted.cleanedUpBy(acted.get()) : ended;
    }
}
