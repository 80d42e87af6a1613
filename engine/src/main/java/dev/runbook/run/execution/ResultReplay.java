package dev.runbook.run.execution;

import dev.runbook.AuthorException;
import dev.runbook.plan.Background;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Node;
import dev.runbook.plan.NodeVisitor;
import dev.runbook.plan.Plan;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import dev.runbook.run.resume.FinishedStep;
import dev.runbook.run.resume.JournalReplay;
import dev.runbook.run.state.RunValues;
import dev.runbook.run.state.TaskEnd;
import dev.runbook.value.Result;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Restores from the journal what finished tasks have left: values for later tasks, and steps to undo. For a followed
 * runbook that has ended, all of its tasks are restored and none is run.
 */
final class ResultReplay {
    private final JournalReplay past;

    ResultReplay(JournalReplay past) {
        this.past = past;
    }

    /** Returns the work of the task as it was read before it ran; for what could not be read then, the structure. */
    Work task(Task task, FinishedStep finished, Scope scope) {
        TaskEnd end = finished.end();
        scope.known().left(task.name(), end);
        Work work = read(task);
        Scope inside = scope.under(scope.path(task.name()));
        if (end.result() != Result.SKIPPED) {
            work.act().followed().ifPresent(other -> runbook(other, inside));
        }
        nodes(work.verifies(), inside);
        if (end.undoable(work)) {
            scope.done().remember(work.undo(), scope, finished.place(), !end.done());
        }
        return work;
    }

    /** Reads the task's block with the current values; if it cannot be read, returns the planned one. */
    static Work read(Task task) {
        try {
            return task.body().read();
        } catch (AuthorException refused) {
            return task.work();
        }
    }

    private void runbook(ReadRunbook runbook, Scope scope) {
        Plan plan = runbook.plan();
        RunValues known = new RunValues(scope.known().run().inner());
        runbook.runsWith(known);
        Scope inside = scope.inRunbook(known);
        nodes(plan.nodes(), inside);
        handled(plan.onFailure(), inside);
    }

    private void nodes(List<? extends Node> nodes, Scope scope) {
        nodes.forEach(node -> node.accept(new Restoring(scope)).run());
    }

    /** Answers with what restores a node in a scope. */
    private final class Restoring implements NodeVisitor.OfSteps<Runnable> {
        private final Scope scope;

        Restoring(Scope scope) {
            this.scope = scope;
        }

        @Override
        public Runnable task(Task task) {
            return () -> one(task, scope);
        }

        @Override
        public Runnable group(Group group) {
            return () -> {
                nodes(group.members(), scope);
                handled(group.onFailure(), scope);
            };
        }

        @Override
        public Runnable forEach(ForEach forEach) {
            return () -> {
                iterations(forEach, scope);
                handled(forEach.onFailure(), scope);
            };
        }

        @Override
        public Runnable background(Background background) {
            return () -> one(background.task(), scope);
        }

        @Override
        public Runnable single(Node.Single node) {
            return () -> {};
        }
    }

    private void one(Task task, Scope scope) {
        past.finished(scope.path(task.name()))
                .ifPresent(finished -> handled(task(task, finished, scope).onFailure(), scope));
    }

    private void iterations(ForEach forEach, Scope scope) {
        List<ForEach.Iteration> iterations;
        try {
            iterations = forEach.iterations().read();
        } catch (AuthorException refused) {
            return; // there were none then
        }
        for (ForEach.Iteration iteration : iterations) {
            Scope inside = scope.inner(forEach.name()).inner(iteration.label());
            nodes(iteration.members(), inside);
            if (forEach.kind() == ForEach.Kind.FIRST && succeeded(iteration.members(), inside)) {
                Map<String, Object> value = Collections.singletonMap("value", iteration.item());
                scope.known().left(forEach.name(), new TaskEnd(Result.OK, 1, "", value));
                return;
            }
        }
    }

    private boolean succeeded(List<Node> members, Scope scope) {
        return members.stream()
                .allMatch(member -> past.finished(scope.path(member.name()))
                        .filter(end -> end.result().good())
                        .isPresent());
    }

    private void handled(Optional<Handler> handler, Scope scope) {
        handler.ifPresent(block -> {
            nodes(block.nodes(), scope);
            block.fallBack()
                    .filter(to -> past.fellBack(scope.runbook()))
                    .ifPresent(to -> fallenBack(to, scope.under(scope.runbook())));
        });
    }

    private void fallenBack(Handler.FallBack fallBack, Scope scope) {
        try {
            ReadRunbook other = fallBack.again().read();
            runbook(other, scope.under(scope.path(other.plan().id())));
        } catch (AuthorException refused) {
            // none of it was run then
        }
    }
}
