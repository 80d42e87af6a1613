package dev.runbook.plan;

/**
 * Something that goes on beside the following members of its container and is stopped, provenly, at the container's end.
 * If it ends by itself before, the container fails.
 */
public record Background(Task task) implements Node {
    @Override
    public Place at() {
        return task.at();
    }
}
