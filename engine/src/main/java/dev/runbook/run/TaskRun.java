package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.journal.DecidedBy;
import dev.runbook.journal.Event;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import dev.runbook.value.Result;
import java.util.Map;
import java.util.Optional;

/** Runs a step or a verify: reads its body, makes its attempts, runs its verifies, and on failure its handler. */
final class TaskRun {
    private final RunContext run;
    private final PlanExecutor walk;
    private final HandlerRun handlers;
    private final AttemptLoop repeating;
    private final InterruptedStepResolver cuts;
    private final ResultReplay recalling;

    TaskRun(RunContext run, PlanExecutor walk, HandlerRun handlers) {
        this.run = run;
        this.walk = walk;
        this.handlers = handlers;
        this.repeating = new AttemptLoop(run);
        this.cuts = new InterruptedStepResolver(run);
        this.recalling = new ResultReplay(run.past());
    }

    NodeResult run(Task task, Scope scope) {
        String path = scope.path(task.name());
        Optional<FinishedStep> past = run.past().finished(path);
        if (past.isPresent()) {
            return remembered(task, path, past.get(), scope);
        }
        if (run.past().fellBack(scope.runbook())) {
            return new NodeResult.Aborted("'" + path + "' was not begun: its runbook had fallen back");
        }
        Optional<String> leftOut = run.leftOut(path);
        if (leftOut.isPresent()) {
            return notBegun(task, leftOut.get(), scope);
        }
        Optional<StepInProgress> begun = run.past().takeBegun(path);
        Work work;
        try {
            // evaluated first: a skipped step reads nothing, so it cannot fail for a missing value
            Optional<String> skipped =
                    begun.isEmpty() ? walk.skipped(task.work().onlyIf(), path) : Optional.empty();
            if (skipped.isPresent()) {
                return notBegun(task, skipped.get(), scope);
            }
            work = task.body().read();
        } catch (AuthorException refused) {
            start(task, task.work(), path, scope, begun);
            TaskEnd end = new TaskEnd(Result.FAILED, 0, run.mask(refused.getMessage()), Map.of());
            return finish(task, task.work(), path, end, scope);
        }
        start(task, work, path, scope, begun);
        Limit limit = scope.limit().within(task.budget(), task.name());
        TaskTimings spent = new TaskTimings(run.clock());
        OverrunWatch overrun = new OverrunWatch(
                run,
                path,
                task.budget(),
                () -> spent.blame(task.kind()) + run.progress().usually(path));
        TaskEnd end = limit.passed()
                ? new TaskEnd(Result.TIMED_OUT, 0, "not begun: " + limit.usedUp(), Map.of())
                : act(task, work, scope.within(limit), path, spent, begun);
        overrun.ended();
        return finish(task, work, path, end, scope);
    }

    /**
     * Handles a task of a run that gave way before the task began, or while it was in progress: its undo may run, the
     * task does not.
     */
    NodeResult remember(Task task, Scope scope) {
        String path = scope.path(task.name());
        if (run.past().interrupted(path)) {
            TaskEnd end = new TaskEnd(Result.CANCELLED, 1, "stopped with the run", Map.of());
            Work work = ResultReplay.read(task);
            scope.known().left(task.name(), end);
            if (end.undoable(work)) {
                scope.done().add(work.undo(), scope, true);
            }
        }
        return new NodeResult.Aborted("'" + path + "' was not begun: the run had given way");
    }

    private static NodeResult wentOn(TaskEnd end) {
        return end.result() == Result.SKIPPED ? NodeResult.SKIPPED : NodeResult.COMPLETED;
    }

    private static NodeResult notBegun(Task task, String why, Scope scope) {
        scope.known().left(task.name(), TaskEnd.skipped(why));
        return NodeResult.SKIPPED;
    }

    /** Replays a finished task from the journal: it is not run again, but its consequences are. */
    private NodeResult remembered(Task task, String path, FinishedStep past, Scope scope) {
        Work work = recalling.task(task, past, scope);
        TaskEnd end = past.end();
        if (end.result() != Result.SKIPPED && task.kind() == Task.Kind.STEP && work.act() instanceof Work.Perform) {
            scope.acts().step(path);
        }
        return end.result().good() ? wentOn(end) : failed(work, path, end, scope);
    }

    private void start(Task task, Work work, String path, Scope scope, Optional<StepInProgress> begun) {
        if (work.act() instanceof Work.Perform
                && (task.kind() == Task.Kind.STEP || task.kind() == Task.Kind.BACKGROUND)) {
            scope.acts().step(path);
        }
        if (begun.map(StepInProgress::failed).orElse(true)) { // a failed task begins again, perhaps with other values
            run.record(new Event.StepStarted(
                    path,
                    task.kind().word(),
                    work.act().word(),
                    run.mask(work.act().shown()),
                    task.budget().map(budget -> budget.time().toMillis()).orElse(-1L)));
        }
    }

    private TaskEnd act(
            Task task, Work work, Scope scope, String path, TaskTimings spent, Optional<StepInProgress> begun) {
        boolean asks = begun.filter(was -> was.cut() || was.again()).isPresent()
                || (begun.isPresent() && run.resumption().of(path).isPresent());
        if (!asks) {
            return goOn(task, work, scope, path, spent, begun);
        }
        InterruptedStepResolver.Fate fate = cuts.decide(task, work, scope, path, begun.get());
        return fate instanceof InterruptedStepResolver.Over over
                ? over.end()
                : goOn(task, work, scope, path, spent, Optional.of(((InterruptedStepResolver.GoesOn) fate).from()));
    }

    private TaskEnd goOn(
            Task task, Work work, Scope scope, String path, TaskTimings spent, Optional<StepInProgress> begun) {
        if (work.act() instanceof Work.Follow follow) {
            spent.acting();
            TaskEnd followed = follow(follow, scope.under(path));
            spent.acted();
            return followed.result() == Result.OK ? verified(work, scope.under(path), followed) : followed;
        }
        TaskEnd acted = repeating.repeat(task, work, scope, path, spent, begun);
        if (acted.result() == Result.OK && task.kind() == Task.Kind.RECOVERY_POINT) {
            return run.progress()
                    .recoveryPoint(path, acted.values(), run.environment().settings())
                    .map(why -> new TaskEnd(Result.FAILED, acted.attempts(), run.mask(why), acted.values()))
                    .orElse(acted);
        }
        return acted.result() == Result.OK ? verified(work, scope.under(path), acted) : acted;
    }

    private TaskEnd verified(Work work, Scope scope, TaskEnd acted) {
        NodeResult ended = walk.sequence(work.verifies(), scope);
        if (ended instanceof NodeResult.Failed failed) {
            return new TaskEnd(
                    failed.result(),
                    acted.attempts(),
                    failed.describe(),
                    acted.values(),
                    DecidedBy.ITSELF,
                    Optional.of(failed.trace()));
        }
        if (ended instanceof NodeResult.Completed) {
            return acted;
        }
        return new TaskEnd(Result.CANCELLED, acted.attempts(), "stopped", acted.values());
    }

    private TaskEnd follow(Work.Follow follow, Scope scope) {
        RunbookEnd end = new RunbookRun(run, walk).follow(follow.runbook(), scope, false);
        return new TaskEnd(
                switch (end.status()) {
                    case SUCCEEDED -> Result.OK;
                    case ABORTED -> Result.CANCELLED;
                    default -> scope.limit().passed() ? Result.TIMED_OUT : Result.FAILED;
                },
                1,
                end.cause(),
                Map.of(),
                DecidedBy.ITSELF,
                Optional.of(end.trace()).filter(trace -> end.status() != RunStatus.SUCCEEDED));
    }

    private NodeResult finish(Task task, Work work, String path, TaskEnd end, Scope scope) {
        end.inside().ifPresent(trace -> run.record(new Event.FailedInside(path, trace)));
        run.record(new Event.StepFinished(
                path, end.result().word(), end.attempts(), end.cause(), end.by(), task.stopsWrites()));
        scope.known().left(task.name(), end);
        if (end.undoable(work)) {
            scope.done().add(work.undo(), scope, !end.done());
        }
        return end.result().good() ? wentOn(end) : failed(work, path, end, scope);
    }

    private NodeResult failed(Work work, String path, TaskEnd end, Scope scope) {
        if (end.result() == Result.CANCELLED || scope.stops().requested()) {
            return new NodeResult.Aborted("'" + path + "' was stopped");
        }
        if (end.undecided()) {
            return new NodeResult.Aborted("'" + path + "': " + end.cause());
        }
        NodeResult.Failed failed = new NodeResult.Failed(path, end.result(), end.cause(), end.trace(path));
        scope.known().settle(work.verifies(), PlanExecutor.NOT_REACHED);
        return work.onFailure()
                .map(handler -> handlers.run(handler, path, failed, scope))
                .orElse(failed);
    }
}
