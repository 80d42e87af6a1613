package dev.runbook.lab.powershell;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The processes of a machine in the lab, as the engine's script that ends a command sees them. */
final class ProcessTree {
    private static final long TICKS_OF_1970 = 621_355_968_000_000_000L;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private ProcessTree() {}

    /** Returns when this process began, in ticks of Windows: 100 nanoseconds since the year 1. */
    static long began() {
        Instant start = ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
        return TICKS_OF_1970 + start.getEpochSecond() * 10_000_000 + start.getNano() / 100;
    }

    /** Ends a process and everything that it has started; prints what the engine's script prints. */
    static void end(long process, PrintStream out) {
        ProcessHandle.of(process).ifPresent(top -> {
            List<ProcessHandle> all = new ArrayList<>(top.descendants().toList());
            all.add(top);
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(ProcessTree::await);
            out.println("ENDED " + all.stream().filter(one -> !one.isAlive()).count());
            all.stream().filter(ProcessHandle::isAlive).forEach(one -> out.println("LEFT " + one.pid() + " process"));
        });
        out.println("END");
    }

    private static void await(ProcessHandle process) {
        CompletableFuture<ProcessHandle> exit = process.onExit();
        try {
            exit.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException stillThere) {
            return; // reported as left
        }
    }
}
