package dev.runbook.run.execution;

import dev.runbook.journal.event.DecidedBy;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import dev.runbook.run.resume.StepInProgress;
import dev.runbook.run.state.RunbookEnd;
import dev.runbook.run.state.TaskEnd;
import dev.runbook.value.Result;
import java.util.Map;
import java.util.Optional;

/**
 * Does what a task does: decides first about one that was interrupted, makes the attempts of an action or runs the
 * runbook that is followed, then runs the task's verifies.
 */
final class ActExecutor {
    private final RunContext run;
    private final Sequence sequence;
    private final RunbookExecutor runbooks;
    private final AttemptLoop attempts;
    private final InterruptedStepResolver interrupted;
    private final QuestionExecutor asking;

    ActExecutor(RunContext run, Sequence sequence, RunbookExecutor runbooks) {
        this.run = run;
        this.sequence = sequence;
        this.runbooks = runbooks;
        this.attempts = new AttemptLoop(run);
        this.interrupted = new InterruptedStepResolver(run);
        this.asking = new QuestionExecutor(run, sequence);
    }

    /** @param begun what an earlier engine process did of the task */
    TaskEnd execute(TaskInProgress task, Optional<StepInProgress> begun) {
        boolean decides = begun.filter(was -> was.interrupted()
                        || was.again()
                        || run.resumption().of(task.path()).isPresent())
                .isPresent();
        if (!decides) {
            return perform(task, begun);
        }
        InterruptedStepResolver.Decision decision = interrupted.decide(task, begun.get());
        return decision instanceof InterruptedStepResolver.Ended ended
                ? ended.end()
                : perform(task, Optional.of(((InterruptedStepResolver.Repeated) decision).from()));
    }

    private TaskEnd perform(TaskInProgress task, Optional<StepInProgress> begun) {
        return task.work().act().accept(new Work.ActVisitor<>() {
            @Override
            public TaskEnd perform(Work.Perform perform) {
                TaskEnd end = attempts.repeat(task, perform, begun);
                boolean measures = end.result() == Result.OK && task.task().kind() == Task.Kind.RECOVERY_POINT;
                return measures ? measured(task.path(), end) : verified(task, end);
            }

            @Override
            public TaskEnd follow(Work.Follow follow) {
                task.timings().acting();
                TaskEnd end = followed(follow.runbook(), task.scope().under(task.path()));
                task.timings().acted();
                return verified(task, end);
            }

            @Override
            public TaskEnd ask(Work.Ask ask) {
                return asking.execute(task, ask.question());
            }
        });
    }

    private TaskEnd measured(String path, TaskEnd end) {
        return run.objectives()
                .recoveryPoint(path, end.values(), run.environment().settings())
                .map(why -> new TaskEnd(Result.FAILED, end.attempts(), run.mask(why), end.values()))
                .orElse(end);
    }

    private TaskEnd followed(ReadRunbook other, Scope scope) {
        RunbookEnd end = runbooks.follow(other, scope, false);
        return new TaskEnd(
                switch (end.status()) {
                    case SUCCEEDED -> Result.OK;
                    case ABORTED -> Result.CANCELLED;
                    case FAILED, FELL_BACK -> scope.limit().passed() ? Result.TIMED_OUT : Result.FAILED;
                },
                1,
                end.cause(),
                Map.of(),
                DecidedBy.ITSELF,
                Optional.of(end.trace()).filter(trace -> end.status() != RunStatus.SUCCEEDED));
    }

    /** Runs the verifies of a task whose act succeeded. */
    private TaskEnd verified(TaskInProgress task, TaskEnd acted) {
        if (acted.result() != Result.OK) {
            return acted;
        }
        NodeResult ended = sequence.execute(task.work().verifies(), task.scope().under(task.path()));
        if (ended instanceof NodeResult.Failed failed) {
            return new TaskEnd(
                    failed.result(),
                    acted.attempts(),
                    failed.describe(),
                    acted.values(),
                    DecidedBy.ITSELF,
                    Optional.of(failed.trace()));
        }
        return ended instanceof NodeResult.Completed
                ? acted
                : new TaskEnd(Result.CANCELLED, acted.attempts(), "stopped", acted.values());
    }
}
