package dev.runbook.run.execution;

import dev.runbook.plan.Background;
import dev.runbook.plan.Node;
import dev.runbook.plan.Task;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Executes nodes in order and stops at the first that does not complete. Background tasks run beside the nodes after
 * them and are stopped at the end.
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
        try (BackgroundTasks backgrounds = new BackgroundTasks(backgroundTasks, scope)) {
            for (Node node : members) {
                Optional<NodeResult> early =
                        run.past().knows(path(node, scope)) ? Optional.empty() : backgrounds.endedEarly();
                if (early.isPresent()) {
                    return backgrounds.endedWith(early.get());
                }
                before.accept(node);
                NodeResult ended = node instanceof Background background
                        ? start(background, backgrounds, scope)
                        : nodes.execute(node, scope);
                after.accept(ended);
                if (!(ended instanceof NodeResult.Completed)) {
                    return backgrounds.endedWith(ended);
                }
            }
            return backgrounds.endedEarly().map(backgrounds::endedWith).orElse(NodeResult.Completed.OK);
        }
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
