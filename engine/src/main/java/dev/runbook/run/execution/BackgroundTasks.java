package dev.runbook.run.execution;

import dev.runbook.action.CancellationToken;
import dev.runbook.journal.event.FailureTrace;
import dev.runbook.plan.Background;
import dev.runbook.plan.Task;
import dev.runbook.run.control.CancellationScope;
import dev.runbook.run.resume.FinishedStep;
import dev.runbook.value.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The background tasks and guards of one container, from where they are declared to the container's end. */
final class BackgroundTasks implements AutoCloseable {
    private record Running(String path, boolean guard, CancellationScope stops, CompletableFuture<NodeResult> end) {
        boolean isDone() {
            return end.isDone();
        }
    }

    private final NodeExecutor<Task> tasks;
    private final Scope scope;
    private final CancellationScope members;
    private final List<Running> running = new ArrayList<>();

    /** @param members what a guard that fails stops: the members of the container */
    BackgroundTasks(NodeExecutor<Task> tasks, Scope scope, CancellationScope members) {
        this.tasks = tasks;
        this.scope = scope;
        this.members = members;
    }

    NodeResult start(Background background) {
        String path = scope.path(background.task().name());
        if (scope.run().leftOut(path).isPresent()) {
            return NodeResult.Completed.SKIPPED;
        }
        Optional<FinishedStep> past = scope.run().past().finished(path);
        if (past.isPresent()) {
            // stopped at its container's end, or skipped: both expected; any other end was premature
            if (past.get().result() != Result.CANCELLED && past.get().result() != Result.SKIPPED) {
                CompletableFuture<NodeResult> early =
                        CompletableFuture.completedFuture(tasks.execute(background.task(), scope));
                running.add(
                        new Running(path, background.isGuard(), scope.stops().child(), early));
            }
            return NodeResult.Completed.OK;
        }
        if (scope.ended()) {
            return NodeResult.Completed.SKIPPED;
        }
        CancellationScope stops = scope.stops().child();
        CompletableFuture<NodeResult> end = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        NodeResult ended = tasks.execute(background.task(), scope.stoppedBy(stops));
                        end.complete(ended);
                        if (background.isGuard() && ended instanceof NodeResult.Failed) {
                            members.request(CancellationToken.Reason.CANCELLED);
                        }
                    } catch (RuntimeException | Error fault) {
                        end.completeExceptionally(fault);
                    }
                },
                background.task().kind().word());
        thread.setDaemon(true);
        thread.start();
        running.add(new Running(path, background.isGuard(), stops, end));
        return NodeResult.Completed.OK;
    }

    /** Returns a background task that ended by itself, whatever its result: it should have kept running. */
    Optional<NodeResult> endedEarly() {
        Optional<NodeResult> failed = failedGuard().map(guard -> guard);
        return failed.or(this::endedByItself);
    }

    /** Returns the failure of a guard, if one has failed. */
    Optional<NodeResult.Failed> failedGuard() {
        return running.stream()
                .filter(one -> one.guard() && one.isDone())
                .flatMap(one -> joined(one.end()).failed())
                .map(failed ->
                        failed.traced(failed.trace().behind(FailureTrace.Barrier.STOPPED_BY_GUARD, failed.step())))
                .findFirst();
    }

    private Optional<NodeResult> endedByItself() {
        return running.stream()
                .filter(one -> !one.guard() && one.isDone())
                .findFirst()
                .map(one -> {
                    NodeResult ended = joined(one.end());
                    return ended instanceof NodeResult.Completed
                            ? new NodeResult.Failed(
                                    one.path(), Result.FAILED, "it ended by itself, before its container did")
                            : ended;
                });
    }

    /** Returns the container's end, with the background tasks that end with it. */
    NodeResult endedWith(NodeResult end) {
        return end instanceof NodeResult.Failed failed
                ? failed.within(running.stream().map(Running::path).toArray(String[]::new))
                : end;
    }

    /**
     * Rethrows a failure of the background thread on this thread: a journal that cannot be written is not an internal
     * error.
     */
    private static NodeResult joined(CompletableFuture<NodeResult> end) {
        try {
            return end.join();
        } catch (CompletionException fault) {
            if (fault.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw fault;
        }
    }

    /** Stops each task and waits until the stop is proven. */
    @Override
    public void close() {
        running.forEach(one -> one.stops().request(CancellationToken.Reason.CANCELLED));
        running.forEach(one -> {
            one.end().handle((ended, fault) -> ended).join();
            scope.stops().forget(one.stops());
        });
    }
}
