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

/** Takes the nodes of a plan in their order, each in its own way. */
final class PlanExecutor {
    /** Why a step has left nothing that the run did not come to. */
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

    /** Stops at the first that does not go on. */
    NodeResult sequence(List<? extends Node> nodes, Scope scope) {
        return sequence(nodes, scope, node -> {});
    }

    /**
     * The same; what goes on in the background is stopped at its end.
     *
     * @param before told before each node
     */
    NodeResult sequence(List<? extends Node> nodes, Scope scope, Consumer<Node> before) {
        return sequence(nodes, scope, before, ended -> {});
    }

    /** @param after told how each node ended */
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

    /** What goes on beside a run that only takes back is not begun again, and hides nothing that stands after it. */
    private NodeResult background(Background background, Backgrounds backgrounds, Scope scope) {
        return run.past().onlyRemembers(path(background, scope)) ? NodeResult.COMPLETED : backgrounds.start(background);
    }

    /** Where a node's record stands; empty for one that has none of its own. */
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
            return NodeResult.COMPLETED; // the runbook's own walk has seen to it
        }
        throw new IllegalStateException("no way to run " + node);
    }

    /** Takes back what has finished in the container; one that fails is told and the others go on. */
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
     * Why something must not run, told and recorded; empty if it is to run.
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
