package dev.runbook.run.execution;

import dev.runbook.action.ActionSpec;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import java.util.List;
import java.util.Optional;

/**
 * Prepares, during the first steps of a run, what later steps would wait for. A run without such steps has no overhead.
 */
public final class Warmup {
    private Warmup() {}

    /** Starts the warm-up on a separate thread if there is anything to do; the run never waits for it. */
    public static Optional<Thread> beside(Plan plan) {
        List<Optional<Runnable>> inOrder =
                plan.withOthers().flatMap(Plan::everyTask).map(Warmup::of).toList();
        List<Runnable> later = inOrder.stream()
                .skip(1) // what is needed at once gains nothing from being made twice at the same time
                .flatMap(Optional::stream)
                .distinct()
                .filter(work -> !inOrder.get(0).equals(Optional.of(work)))
                .toList();
        if (later.isEmpty()) {
            return Optional.empty();
        }
        Thread thread = new Thread(() -> later.forEach(Warmup::tolerantly), "warm-up");
        thread.setDaemon(true);
        thread.start();
        return Optional.of(thread);
    }

    private static Optional<Runnable> of(Task task) {
        return task.work().act().performed().flatMap(ActionSpec::warmup);
    }

    private static void tolerantly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | LinkageError failure) {
            // the attempt that needs it will report the failure
            System.getLogger(Warmup.class.getName()).log(System.Logger.Level.DEBUG, "warm-up", failure);
        }
    }
}
