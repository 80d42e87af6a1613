package dev.runbook.crash

import java.util.concurrent.Callable
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors

/** Tries many points, two at a time: a start of the engine keeps about one core busy. */
class Points {
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
