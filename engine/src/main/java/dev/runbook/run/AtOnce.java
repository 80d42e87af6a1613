package dev.runbook.run;

import dev.runbook.action.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs several things at once, each to its own end; one that falls back stops the others. */
final class AtOnce {
    private AtOnce() {}

    /** @param most how many at a time */
    static List<Ended> all(List<Callable<Ended>> members, int most, Stops stops) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(most, members.size())), task -> {
            Thread thread = new Thread(task, "member");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Ended>> running = new ArrayList<>();
            for (Callable<Ended> member : members) {
                running.add(threads.submit(() -> {
                    Ended ended = member.call();
                    if (ended instanceof Ended.FallsBack) {
                        stops.request(StopSignal.Reason.CANCELLED);
                    }
                    return ended;
                }));
            }
            List<Ended> ends = new ArrayList<>();
            RuntimeException first = null;
            for (Future<Ended> future : running) {
                try {
                    ends.add(joined(future, stops));
                } catch (RuntimeException fault) { // the others are told to stop: first they must have
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

    private static Ended joined(Future<Ended> future, Stops stops) {
        while (true) {
            try {
                return future.get();
            } catch (InterruptedException stopAsked) {
                stops.request(StopSignal.Reason.CANCELLED); // members end provenly, then this goes on
            } catch (ExecutionException fault) {
                stops.request(StopSignal.Reason.CANCELLED);
                if (fault.getCause() instanceof RuntimeException known) {
                    throw known;
                }
                throw new IllegalStateException(fault.getCause());
            }
        }
    }
}
