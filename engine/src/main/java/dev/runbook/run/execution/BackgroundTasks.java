package dev.runbook.run.execution;

import dev.runbook.action.CancellationToken;
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

/** The background tasks of one container, from where they are declared to the container's end. */
final class BackgroundTasks implements AutoCloseable {
    private record Running(String path, CancellationScope stops, CompletableFuture<NodeResult> end) {}

    private final NodeExecutor<Task> tasks;
    private final Scope scope;
    private final List<Running> running = new ArrayList<>();

    BackgroundTasks(NodeExecutor<Task> tasks, Scope scope) {
        this.tasks = tasks;
        this.scope = scope;
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
                running.add(new Running(path, scope.stops().child(), early));
            }
            return NodeResult.Completed.OK;
        }
        CancellationScope stops = scope.stops().child();
        CompletableFuture<NodeResult> end = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        end.complete(tasks.execute(background.task(), scope.stoppedBy(stops)));
                    } catch (RuntimeException | Error fault) {
                        end.completeExceptionally(fault);
                    }
                },
                "background");
        thread.setDaemon(true);
        thread.start();
        running.add(new Running(path, stops, end));
        return NodeResult.Completed.OK;
    }

    /** Returns a background task that ended by itself, whatever its result: it should have kept running. */
    Optional<NodeResult> endedEarly() {
        return running.stream().filter(one -> one.end().isDone()).findFirst().map(one -> {
            NodeResult ended = joined(one.end());
            return ended instanceof NodeResult.Completed
                    ? new NodeResult.Failed(one.path(), Result.FAILED, "it ended by itself, before its container did")
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
