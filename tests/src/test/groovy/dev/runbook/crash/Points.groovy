package dev.runbook.crash

import dev.runbook.machine.Machine
import java.util.concurrent.Callable
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors

/** Tries many points, two at a time: a start of the engine keeps about one core busy. */
class Points {
    /** A build tries one of this number of neighbours; {@code -Drunbook.suites=all} tries all of them. */
    private static final int SAMPLED = 50

    /** The first, the last, and some between, or all of them in the long suite. */
    static List<Integer> sample(IntRange points) {
        Machine.thorough ? points : points.findAll { it % SAMPLED == 1 || it == points.to }
    }

    static void atOnce(Iterable<Integer> points, Closure<?> work) {
        def pool = Executors.newFixedThreadPool(2)
        try {
            pool.invokeAll(points.collect { number -> { -> work(number) } as Callable })*.get()
        } catch (ExecutionException failed) {
            throw failed.cause
        } finally {
            pool.shutdownNow()
        }
    }
}
