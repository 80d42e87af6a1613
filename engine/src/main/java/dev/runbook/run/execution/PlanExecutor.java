package dev.runbook.run.execution;

import dev.runbook.plan.Background;
import dev.runbook.plan.ClockMark;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Message;
import dev.runbook.plan.Node;
import dev.runbook.plan.NodeVisitor;
import dev.runbook.plan.Task;
import dev.runbook.plan.UndoAll;

/** Executes the nodes of a plan, each with the executor of its kind. */
public final class PlanExecutor implements NodeExecutor<Node> {
    /** The cause of a missing result of a step that the run did not reach. */
    public static final String NOT_REACHED = "it was not reached";

    private final NodeExecutor<Task> tasks;
    private final NodeExecutor<Group> groups;
    private final NodeExecutor<ForEach> iterations;
    private final UndoExecutor undos;
    private final RunbookExecutor runbooks;

    public PlanExecutor(RunContext run) {
        Sequence sequence = new Sequence(run, this, this::task);
        HandlerExecutor handlers = new HandlerExecutor(sequence);
        CleanupExecutor cleanups = new CleanupExecutor(run, this);
        this.undos = new UndoExecutor(run, this);
        this.runbooks = new RunbookExecutor(run, sequence, handlers, cleanups);
        this.tasks = new TaskExecutor(run, new ActExecutor(run, sequence, runbooks), handlers);
        this.groups = new GroupExecutor(sequence, new ParallelMembers(this), handlers, cleanups);
        this.iterations = new ForEachExecutor(sequence, handlers);
    }

    /** Undoes what has finished in the container of a scope. */
    public NodeResult undo(Scope scope) {
        return undos.undo(scope);
    }

    private NodeResult task(Task task, Scope scope) {
        return tasks.execute(task, scope);
    }

    /** Returns what executes whole runbooks: the run's own, and those it follows or falls back to. */
    public RunbookExecutor runbooks() {
        return runbooks;
    }

    @Override
    public NodeResult execute(Node node, Scope scope) {
        NodeResult ended = scope.stops().requested()
                ? new NodeResult.Aborted("the run was asked to stop")
                : node.accept(new ByKind(scope));
        scope.known().settleWithin(node, NOT_REACHED);
        return ended;
    }

    private final class ByKind implements NodeVisitor<NodeResult> {
        private final Scope scope;

        ByKind(Scope scope) {
            this.scope = scope;
        }

        @Override
        public NodeResult task(Task task) {
            return tasks.execute(task, scope);
        }

        @Override
        public NodeResult group(Group group) {
            return begins(group) ? groups.execute(group, scope) : notBegun(group);
        }

        @Override
        public NodeResult forEach(ForEach forEach) {
            return begins(forEach) ? iterations.execute(forEach, scope) : notBegun(forEach);
        }

        /** In a container that has ended, only what an earlier engine process has begun is gone through again. */
        private boolean begins(Node container) {
            return !scope.ended() || scope.run().past().knows(scope.path(container.name()));
        }

        private NodeResult notBegun(Node container) {
            return new NodeResult.Aborted(
                    "'" + scope.path(container.name()) + "' was not begun when its container ended");
        }

        /** A background task in a sequence is started by that sequence, which also stops it. */
        @Override
        public NodeResult background(Background background) {
            return tasks.execute(background.task(), scope);
        }

        @Override
        public NodeResult undoAll(UndoAll undoAll) {
            return undos.execute(undoAll, scope);
        }

        @Override
        public NodeResult message(Message message) {
            if (scope.ended()) {
                scope.messages().passed(message, scope.handler());
            } else {
                scope.messages().send(message, scope.handler());
            }
            return NodeResult.Completed.OK;
        }

        /** The RTO clock has handled the mark before the node. */
        @Override
        public NodeResult clockMark(ClockMark mark) {
            return NodeResult.Completed.OK;
        }
    }
}
