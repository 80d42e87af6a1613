package dev.runbook.time

import spock.lang.Specification

import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

class SystemClockSpec extends Specification {

    def 'an alarm with a blocked task, such as a hanging disk, delays no other alarm'() {
        given:
        def held = new CountDownLatch(1)
        def holding = new CountDownLatch(1)
        def deadline = new CountDownLatch(1)

        when:
        Clock.system().after(Duration.ZERO) {
            holding.countDown()
            held.await()
        }
        assert holding.await(60, TimeUnit.SECONDS)
        Clock.system().after(Duration.ofMillis(1)) { deadline.countDown() }

        then:
        deadline.await(60, TimeUnit.SECONDS)

        cleanup:
        held.countDown()
    }

    def 'a cancelled alarm does not run'() {
        given:
        def rang = new CountDownLatch(1)
        def later = new CountDownLatch(1)

        when:
        Clock.system().after(Duration.ofMillis(20)) { rang.countDown() }.cancel()
        Clock.system().after(Duration.ofMillis(60)) { later.countDown() }

        then:
        later.await(60, TimeUnit.SECONDS)
        rang.count == 1
    }
}
