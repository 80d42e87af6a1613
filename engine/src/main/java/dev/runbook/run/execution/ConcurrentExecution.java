package dev.runbook.run.execution;

import dev.runbook.action.CancellationToken;
import dev.runbook.run.control.CancellationScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs several members concurrently, each to its end; a member that falls back stops the others. */
final class ConcurrentExecution {
    private ConcurrentExecution() {}

    /** @param most how many run at a time */
    static List<NodeResult> all(List<Callable<NodeResult>> members, int most, CancellationScope stops) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(most, members.size())), task -> {
            Thread thread = new Thread(task, "member");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<NodeResult>> running = new ArrayList<>();
            for (Callable<NodeResult> member : members) {
                running.add(threads.submit(() -> {
                    NodeResult ended = member.call();
                    if (ended instanceof NodeResult.FallsBack) {
                        stops.request(CancellationToken.Reason.CANCELLED);
                    }
                    return ended;
                }));
            }
            List<NodeResult> ends = new ArrayList<>();
            RuntimeException first = null;
            for (Future<NodeResult> future : running) {
                try {
                    ends.add(joined(future, stops));
                } catch (RuntimeException fault) { // stop the others and wait for them first
                    first = first == null ? fault : first;
                }
            }
            if (first != null) {
                throw first;
            }
            return ends;
        } finally {
            threads.shutdown();
        }
    }

    private static NodeResult joined(Future<NodeResult> future, CancellationScope stops) {
        while (true) {
            try {
                return future.get();
            } catch (InterruptedException stopAsked) {
                stops.request(CancellationToken.Reason.CANCELLED); // the members' ends are proven, then this continues
            } catch (ExecutionException fault) {
                stops.request(CancellationToken.Reason.CANCELLED);
                if (fault.getCause() instanceof RuntimeException known) {
                    throw known;
                }
                throw new IllegalStateException(fault.getCause());
            }
        }
    }
}
