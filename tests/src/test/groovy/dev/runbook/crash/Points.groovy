package dev.runbook.crash

import dev.runbook.machine.Machine
import java.util.concurrent.Callable
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors

/** Tries many points, two at a time: a start of the engine keeps about one core busy. */
class Points {
    /** Of so many neighbours a build tries one. */
    private static final int SAMPLED = 16
    private static final boolean ALL = Boolean.getBoolean('runbook.points.all')

    /** The first, the last, and some between; more in the long suite; all with {@code -Drunbook.points.all=true}. */
    static List<Integer> sample(IntRange points) {
        int step = ALL ? 1 : Machine.thorough ? 4 : SAMPLED
        points.findAll { step == 1 || it % step == 1 || it == points.to }
    }

    /** Others: two specifications that kill around a record share the records. */
    static List<Integer> between(IntRange points) {
        points.findAll { ALL || it % 4 == 3 }
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
