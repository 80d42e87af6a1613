package dev.runbook.action.ssh

import dev.runbook.action.CancellationToken

import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.locks.LockSupport
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(30)
class FanOutSpec extends Specification {
    static final Duration LONG = Duration.ofDays(1)

    CancellationToken stopSignal = new CancellationToken()

    def 'the author\'s limit of concurrent hosts is respected, and results keep their order'() {
        given:
        def running = new AtomicInteger()
        def most = new AtomicInteger()

        when:
        def results = new FanOut(Optional.of(3), LONG, stopSignal, dev.runbook.time.Clock.system()).each((1..40).toList(), { number ->
            most.accumulateAndGet(running.incrementAndGet(), Math::max)
            Thread.yield()
            running.decrementAndGet()
            number * 2
        }, { -1 })

        then:
        results == (1..40)*.multiply(2)
        most.get() <= 3
    }

    def 'without a limit, healthy hosts do not wait for hanging ones'() {
        given: 'more sick ones than there are places, who end only after every healthy one has'
        def healthy = new CountDownLatch(40)

        when:
        def results = new FanOut(Optional.empty(), Duration.ofMillis(20), stopSignal, dev.runbook.time.Clock.system()).each((1..100).toList(), { number ->
            if (number <= 60) {
                healthy.await(60, TimeUnit.SECONDS)
            } else {
                healthy.countDown()
            }
            true
        }, { false })

        then:
        healthy.count == 0
        results.every()
    }

    def 'a stop prevents the remaining hosts from being started'() {
        given:
        def started = new AtomicInteger()

        when:
        def results = new FanOut(Optional.of(2), LONG, stopSignal, dev.runbook.time.Clock.system()).each((1..10).toList(), {
            if (started.incrementAndGet() == 2) {
                stopSignal.request(CancellationToken.Reason.CANCELLED)
            }
            while (!stopSignal.requested()) {
                LockSupport.parkNanos(5_000_000)
            }
            'stopped'
        }, { 'not started' })

        then:
        results.count('stopped') == 2
        results.count('not started') == 8
    }
}
