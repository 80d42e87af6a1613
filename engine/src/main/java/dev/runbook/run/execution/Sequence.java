package dev.runbook.run.execution;

import dev.runbook.plan.Background;
import dev.runbook.plan.Node;
import dev.runbook.plan.Task;
import dev.runbook.run.control.CancellationScope;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Executes nodes in order and stops at the first that does not complete. Background tasks and guards run beside the
 * nodes after them and are stopped at the end; a guard that fails stops those nodes.
 */
final class Sequence {
    private final RunContext run;
    private final NodeExecutor<Node> nodes;
    private final NodeExecutor<Task> backgroundTasks;

    Sequence(RunContext run, NodeExecutor<Node> nodes, NodeExecutor<Task> backgroundTasks) {
        this.run = run;
        this.nodes = nodes;
        this.backgroundTasks = backgroundTasks;
    }

    NodeResult execute(List<? extends Node> members, Scope scope) {
        return execute(members, scope, node -> {}, ended -> {});
    }

    /**
     * @param before called before each node
     * @param after called with the result of each node
     */
    NodeResult execute(List<? extends Node> members, Scope scope, Consumer<Node> before, Consumer<NodeResult> after) {
        CancellationScope guarded = scope.stops().child();
        try (BackgroundTasks backgrounds = new BackgroundTasks(backgroundTasks, scope, guarded)) {
            Scope inside = scope.stoppedBy(guarded);
            for (Node node : members) {
                Optional<NodeResult> early =
                        run.past().knows(path(node, scope)) ? Optional.empty() : backgrounds.endedEarly();
                if (early.isPresent()) {
                    return backgrounds.endedWith(early.get());
                }
                before.accept(node);
                NodeResult ended = node instanceof Background background
                        ? start(background, backgrounds, scope)
                        : nodes.execute(node, backgrounds.failedGuard().isPresent() ? inside.closed() : inside);
                after.accept(ended);
                if (!(ended instanceof NodeResult.Completed)) {
                    return backgrounds.endedWith(endedBy(ended, backgrounds, scope));
                }
            }
            return backgrounds.endedEarly().map(backgrounds::endedWith).orElse(NodeResult.Completed.OK);
        } finally {
            scope.stops().forget(guarded);
        }
    }

    /** Returns why a node did not complete: the guard that stopped it, if it was that. */
    private static NodeResult endedBy(NodeResult ended, BackgroundTasks backgrounds, Scope scope) {
        boolean stopped = ended instanceof NodeResult.Aborted && !scope.stops().requested();
        Optional<NodeResult> guard = stopped ? backgrounds.failedGuard().map(failed -> failed) : Optional.empty();
        return guard.orElse(ended);
    }

    /** Starts a background task. A run that only undoes skips it and continues with the nodes after it. */
    private NodeResult start(Background background, BackgroundTasks backgrounds, Scope scope) {
        return run.past().onlyReplays(path(background, scope))
                ? NodeResult.Completed.OK
                : backgrounds.start(background);
    }

    /** Returns the path of a node's record; empty for a node without a record. */
    private static String path(Node node, Scope scope) {
        return node.name().isEmpty() ? "" : scope.path(node.name());
    }
}
