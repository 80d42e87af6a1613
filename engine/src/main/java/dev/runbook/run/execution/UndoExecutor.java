package dev.runbook.run.execution;

import dev.runbook.journal.event.UndosStarted;
import dev.runbook.plan.Node;
import dev.runbook.plan.UndoAll;
import java.util.List;

/** Undoes what has finished in the container, last first; a failed undo is reported and the others continue. */
final class UndoExecutor implements NodeExecutor<UndoAll> {
    private final RunContext run;
    private final NodeExecutor<Node> nodes;

    UndoExecutor(RunContext run, NodeExecutor<Node> nodes) {
        this.run = run;
        this.nodes = nodes;
    }

    @Override
    public NodeResult execute(UndoAll undoAll, Scope scope) {
        return undo(scope);
    }

    NodeResult undo(Scope scope) {
        List<UndoStack.Undo> undos = scope.done().lastFirst();
        List<UndoStack.Undo> open =
                undos.stream().filter(undo -> !scope.done().isClaimed(undo)).toList();
        if (!open.isEmpty()) {
            run.recordOnce(new UndosStarted(
                    open.stream().map(UndoStack.Undo::path).toList(),
                    open.stream()
                            .filter(UndoStack.Undo::ofFailed)
                            .map(UndoStack.Undo::path)
                            .toList()));
        }
        for (UndoStack.Undo undo : undos) {
            Scope own = scope.under(undo.prefix()).knowing(undo.known()).withOwnLimit();
            if (scope.stops().requested()
                    || run.past().onlyReplays(own.path(undo.task().name()))) {
                return new NodeResult.Aborted("not everything was undone");
            }
            if (scope.done().claim(undo)) {
                scope.acts().undo(undo.path());
                NodeResult ended = nodes.execute(undo.task(), own);
                if (ended instanceof NodeResult.Aborted) {
                    scope.done().markInterrupted(undo);
                    return ended;
                }
            }
        }
        return NodeResult.Completed.OK;
    }
}
