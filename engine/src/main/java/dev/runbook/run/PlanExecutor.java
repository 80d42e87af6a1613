package dev.runbook.run;

import dev.runbook.journal.Event;
import dev.runbook.plan.Background;
import dev.runbook.plan.ClockMark;
import dev.runbook.plan.Condition;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Message;
import dev.runbook.plan.Node;
import dev.runbook.plan.Task;
import dev.runbook.plan.UndoAll;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Executes the nodes of a plan in order, dispatching on node type. */
final class PlanExecutor {
    /** The cause of a missing result of a step that the run did not reach. */
    static final String NOT_REACHED = "it was not reached";

    private final RunContext run;
    private final TaskRun tasks;
    private final GroupRun groups;
    private final ForEachRun rounds;

    PlanExecutor(RunContext run) {
        this.run = run;
        HandlerRun handlers = new HandlerRun(this);
        this.tasks = new TaskRun(run, this, handlers);
        this.groups = new GroupRun(this, handlers);
        this.rounds = new ForEachRun(this, handlers);
    }

    /** Executes nodes in order; stops at the first that does not complete. */
    NodeResult sequence(List<? extends Node> nodes, Scope scope) {
        return sequence(nodes, scope, node -> {});
    }

    /**
     * Executes nodes in order; background tasks are stopped at the end.
     *
     * @param before called before each node
     */
    NodeResult sequence(List<? extends Node> nodes, Scope scope, Consumer<Node> before) {
        return sequence(nodes, scope, before, ended -> {});
    }

    /** @param after called with the result of each node */
    NodeResult sequence(List<? extends Node> nodes, Scope scope, Consumer<Node> before, Consumer<NodeResult> after) {
        try (Backgrounds backgrounds = new Backgrounds(tasks, scope)) {
            for (Node node : nodes) {
                Optional<NodeResult> early =
                        run.past().knows(path(node, scope)) ? Optional.empty() : backgrounds.endedEarly();
                if (early.isPresent()) {
                    return backgrounds.endedWith(early.get());
                }
                before.accept(node);
                NodeResult ended = node instanceof Background background
                        ? background(background, backgrounds, scope)
                        : node(node, scope);
                after.accept(ended);
                if (!(ended instanceof NodeResult.Completed)) {
                    return backgrounds.endedWith(ended);
                }
            }
            return backgrounds.endedEarly().map(backgrounds::endedWith).orElse(NodeResult.COMPLETED);
        }
    }

    /** Starts a background task. A run that only undoes skips it and continues with the nodes after it. */
    private NodeResult background(Background background, Backgrounds backgrounds, Scope scope) {
        return run.past().onlyRemembers(path(background, scope)) ? NodeResult.COMPLETED : backgrounds.start(background);
    }

    /** Returns the path of a node's record; empty for a node without a record. */
    private static String path(Node node, Scope scope) {
        return node.name().isEmpty() ? "" : scope.path(node.name());
    }

    NodeResult node(Node node, Scope scope) {
        NodeResult ended = run(node, scope);
        scope.known().settleWithin(node, NOT_REACHED);
        return ended;
    }

    private NodeResult run(Node node, Scope scope) {
        if (scope.stops().requested()) {
            return new NodeResult.Aborted("the run was asked to stop");
        }
        if (node instanceof Task task) {
            return run.past().onlyRemembers(path(task, scope)) ? tasks.remember(task, scope) : tasks.run(task, scope);
        }
        if (node instanceof Group group) {
            return groups.run(group, scope);
        }
        if (node instanceof ForEach forEach) {
            return rounds.run(forEach, scope);
        }
        if (node instanceof UndoAll) {
            return takeBack(scope);
        }
        if (node instanceof Message message) {
            scope.messages().send(message, scope.handler());
            return NodeResult.COMPLETED;
        }
        if (node instanceof ClockMark) {
            return NodeResult.COMPLETED; // the execution of the runbook's own nodes has handled it
        }
        throw new IllegalStateException("no way to run " + node);
    }

    /** Undoes what has finished in the container; a failed undo is reported and the others continue. */
    NodeResult takeBack(Scope scope) {
        List<UndoStack.Undo> undos = scope.done().lastFirst();
        List<UndoStack.Undo> open =
                undos.stream().filter(undo -> !scope.done().taken(undo)).toList();
        if (!open.isEmpty()) {
            run.recordOnce(new Event.TakingBack(
                    open.stream().map(UndoStack.Undo::path).toList(),
                    open.stream()
                            .filter(UndoStack.Undo::ofFailed)
                            .map(UndoStack.Undo::path)
                            .toList()));
        }
        for (UndoStack.Undo undo : undos) {
            Scope own = scope.under(undo.prefix()).knowing(undo.known()).withOwnLimit();
            if (scope.stops().requested() || run.past().onlyRemembers(path(undo.task(), own))) {
                return new NodeResult.Aborted("not everything was undone");
            }
            if (scope.done().take(undo)) {
                scope.acts().undo(undo.path());
                NodeResult ended = node(undo.task(), own);
                if (ended instanceof NodeResult.Aborted) {
                    scope.done().stopped(undo);
                    return ended;
                }
            }
        }
        return NodeResult.COMPLETED;
    }

    /**
     * Returns why a node is skipped, after reporting and recording it; empty if it is to run.
     *
     * @throws dev.runbook.AuthorException when a condition cannot be judged
     */
    Optional<String> skipped(Optional<Condition> onlyIf, String path) {
        return onlyIf.flatMap(condition ->
                        ConditionResult.onlyIf(condition, run.masker()).notHolding())
                .map(why -> "onlyIf: " + why)
                .map(why -> {
                    run.record(new Event.StepSkipped(path, why));
                    return why;
                });
    }
}
