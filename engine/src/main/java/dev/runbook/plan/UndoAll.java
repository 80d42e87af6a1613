package dev.runbook.plan;

/** {@code undoAll()} in a handler: undoes the finished steps of the handler's container, each once, last first. */
public record UndoAll(Place at) implements Node.Single {
    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.undoAll(this);
    }
}
