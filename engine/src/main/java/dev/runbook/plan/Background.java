package dev.runbook.plan;

import java.util.List;
import java.util.Optional;

/**
 * A task that runs beside the following members of its container and is stopped, proven, at the container's end. If it
 * ends by itself before, the container fails; if it is a guard, at once.
 */
public record Background(Task task) implements Node {
    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.background(this);
    }

    /** Returns whether it stops the running members of its container when it fails. */
    public boolean isGuard() {
        return task.kind() == Task.Kind.GUARD;
    }

    @Override
    public Place at() {
        return task.at();
    }

    @Override
    public String name() {
        return task.name();
    }

    @Override
    public List<Task> members() {
        return List.of(task);
    }

    @Override
    public Optional<Handler> onFailure() {
        return Optional.empty();
    }

    @Override
    public Optional<Condition> onlyIf() {
        return task.onlyIf();
    }

    @Override
    public boolean takesTime() {
        return false;
    }
}
