package dev.runbook.run.execution;

import dev.runbook.AuthorException;
import dev.runbook.journal.event.FailedInside;
import dev.runbook.journal.event.FailureTrace;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.StepStarted;
import dev.runbook.outline.StepKinds;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import dev.runbook.run.resume.FinishedStep;
import dev.runbook.run.resume.StepInProgress;
import dev.runbook.run.state.TaskEnd;
import dev.runbook.value.Result;
import java.util.Map;
import java.util.Optional;

/** Runs a step or a verify: reads its body, makes its attempts, runs its verifies, and on failure its handler. */
final class TaskExecutor implements NodeExecutor<Task> {
    private final RunContext run;
    private final ActExecutor acts;
    private final HandlerExecutor handlers;
    private final ResultReplay replay;

    TaskExecutor(RunContext run, ActExecutor acts, HandlerExecutor handlers) {
        this.run = run;
        this.acts = acts;
        this.handlers = handlers;
        this.replay = new ResultReplay(run.past());
    }

    @Override
    public NodeResult execute(Task task, Scope scope) {
        String path = scope.path(task.name());
        if (run.past().onlyReplays(path)) {
            return afterYield(task, path, scope);
        }
        Optional<FinishedStep> past = run.past().finished(path);
        if (past.isPresent()) {
            return replayed(task, path, past.get(), scope);
        }
        if (run.past().fellBack(scope.runbook())) {
            return new NodeResult.Aborted("'" + path + "' was not begun: its runbook had fallen back");
        }
        boolean entered = task.work().act().followed().isPresent() && run.past().knows(path);
        if (scope.ended() && !entered) {
            return new NodeResult.Aborted("'" + path + "' was not finished when its container ended");
        }
        Optional<String> leftOut = run.leftOut(path);
        if (leftOut.isPresent()) {
            return notBegun(task, leftOut.get(), scope);
        }
        Optional<StepInProgress> begun = run.past().takeInProgress(path);
        Work work;
        try {
            // evaluated first: a skipped step reads nothing, so it cannot fail for a missing value
            Optional<String> skipped = begun.isEmpty() ? run.skipped(task.work().onlyIf(), path) : Optional.empty();
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
        Limit limit = task.kind() == Task.Kind.PAUSE // ends in time, which is no failure
                ? scope.limit()
                : scope.limit().within(task.budget(), task.name());
        TaskTimings timings = new TaskTimings(run.clock());
        OverrunWatch overrun = new OverrunWatch(
                run,
                path,
                task.budget(),
                () -> timings.blame(task.kind()) + run.objectives().usually(path));
        TaskEnd end = limit.passed() && !scope.ended() // the cleanup of a runbook that it follows has its own time
                ? new TaskEnd(Result.TIMED_OUT, 0, "not begun: " + limit.usedUp(), Map.of())
                : acts.execute(new TaskInProgress(task, work, path, scope.within(limit), timings), begun);
        overrun.ended();
        return finish(task, work, path, end, scope);
    }

    /**
     * Handles a task of a run that yielded before the task began, or while it was in progress: its undo may run, the
     * task does not.
     */
    private NodeResult afterYield(Task task, String path, Scope scope) {
        if (run.past().interrupted(path)) {
            TaskEnd end = new TaskEnd(Result.CANCELLED, 1, "stopped with the run", Map.of());
            Work work = ResultReplay.read(task);
            scope.known().left(task.name(), end);
            if (end.undoable(work)) {
                scope.done().add(work.undo(), scope, true);
            }
        }
        return new NodeResult.Aborted("'" + path + "' was not begun: the run had yielded to an incident");
    }

    private static NodeResult completed(TaskEnd end) {
        return end.result() == Result.SKIPPED ? NodeResult.Completed.SKIPPED : NodeResult.Completed.OK;
    }

    private static NodeResult notBegun(Task task, String why, Scope scope) {
        scope.known().left(task.name(), TaskEnd.skipped(why));
        return NodeResult.Completed.SKIPPED;
    }

    /** Replays a finished task from the journal: it is not run again, but its consequences are. */
    private NodeResult replayed(Task task, String path, FinishedStep past, Scope scope) {
        Work work = replay.task(task, past, scope);
        TaskEnd end = past.end();
        if (end.result() != Result.SKIPPED
                && task.kind() == Task.Kind.STEP
                && work.act().performed().isPresent()) {
            scope.acts().step(path);
        }
        return end.result().good() ? completed(end) : failed(work, path, end, scope);
    }

    private void start(Task task, Work work, String path, Scope scope, Optional<StepInProgress> begun) {
        if (work.act().performed().isPresent()
                && (task.kind() == Task.Kind.STEP || task.kind() == Task.Kind.BACKGROUND)) {
            scope.acts().step(path);
        }
        if (begun.map(StepInProgress::failed).orElse(true)) { // a failed task begins again, perhaps with other values
            run.record(new StepStarted(
                    path,
                    StepKinds.of(task.kind()),
                    work.act().word(),
                    run.mask(work.act().shown()),
                    task.budget().map(budget -> budget.time().toMillis()).orElse(-1L)));
        }
    }

    private NodeResult finish(Task task, Work work, String path, TaskEnd end, Scope scope) {
        end.inside().ifPresent(trace -> run.record(new FailedInside(path, trace)));
        run.record(new StepFinished(path, end.result(), end.attempts(), end.cause(), end.by(), task.stopsWrites()));
        scope.known().left(task.name(), end);
        if (end.undoable(work)) {
            scope.done().add(work.undo(), scope, !end.done());
        }
        return end.result().good() ? completed(end) : failed(work, path, end, scope);
    }

    private NodeResult failed(Work work, String path, TaskEnd end, Scope scope) {
        if (end.result() == Result.CANCELLED || scope.stops().requested()) {
            return new NodeResult.Aborted(
                    "'" + path + "' was stopped", end.inside().orElseGet(FailureTrace::none));
        }
        if (end.undecided()) {
            return new NodeResult.Aborted("'" + path + "': " + end.cause());
        }
        NodeResult.Failed failed = new NodeResult.Failed(path, end.result(), end.cause(), end.trace(path));
        scope.known().settle(work.verifies(), PlanExecutor.NOT_REACHED);
        if (end.rejected()) { // a rejection starts no fallback
            NodeResult handled = handlers.handle(failed, work.onFailure(), path, scope);
            return handled instanceof NodeResult.Aborted
                    ? handled
                    : NodeResult.Aborted.rejected("'" + path + "' was " + end.cause());
        }
        return handlers.handle(failed, work.onFailure(), path, scope);
    }
}
