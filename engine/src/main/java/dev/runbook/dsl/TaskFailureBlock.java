package dev.runbook.dsl;

/** {@code onFailure { }} of a task: the words of every handler, and the results of the task. */
public final class TaskFailureBlock extends OnFailureBlock implements OwnResults {
    private final Handle task;

    TaskFailureBlock(EvaluationContext context, Handle task) {
        super(context);
        this.task = task;
    }

    @NotAWord
    @Override
    public Handle ownHandle() {
        return task;
    }
}
