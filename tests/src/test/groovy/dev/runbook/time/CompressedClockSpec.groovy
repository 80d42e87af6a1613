package dev.runbook.time

import spock.lang.Specification

import java.time.Duration

class CompressedClockSpec extends Specification {
    def machine = new FakeClock()
    def clock = new CompressedClock(machine, 60)

    def 'the clock runs faster while a lapse is open, and as the machine otherwise'() {
        when:
        machine.advance(Duration.ofSeconds(5))

        then:
        clock.nanos() == Duration.ofSeconds(5).toNanos()

        when:
        def lapse = clock.lapse()
        machine.advance(Duration.ofSeconds(2))

        then:
        clock.nanos() == Duration.ofSeconds(5 + 120).toNanos()

        when:
        lapse.close()
        lapse.close()
        machine.advance(Duration.ofSeconds(1))

        then:
        clock.nanos() == Duration.ofSeconds(5 + 120 + 1).toNanos()
        clock.wall() == machine.wall()
        clock.elapsingNanos() == clock.nanos()
    }

    def 'lapses beside each other count once'() {
        given:
        def first = clock.lapse()
        machine.advance(Duration.ofSeconds(1))
        def second = clock.lapse()
        machine.advance(Duration.ofSeconds(1))
        first.close()
        machine.advance(Duration.ofSeconds(1))
        second.close()

        expect:
        clock.nanos() == Duration.ofSeconds(180).toNanos()
    }

    def 'a sleep in a lapse takes a part of its time'() {
        when:
        clock.lapse().withCloseable { clock.sleep(Duration.ofMinutes(30)) }

        then:
        machine.nanos() == Duration.ofSeconds(30).toNanos()
        clock.nanos() == Duration.ofMinutes(30).toNanos()

        when:
        clock.sleep(Duration.ofSeconds(3))

        then:
        machine.nanos() == Duration.ofSeconds(33).toNanos()
    }

    def 'an alarm rings at its time on this clock, however fast it ran meanwhile'() {
        given:
        def rang = []
        clock.after(Duration.ofMinutes(10)) { rang << clock.nanos() }
        def cancelled = clock.after(Duration.ofMinutes(1)) { rang << 'cancelled' }
        cancelled.cancel()

        when:
        machine.advance(Duration.ofMinutes(1))
        clock.lapse().withCloseable { machine.advance(Duration.ofSeconds(8)) }
        machine.advance(Duration.ofSeconds(59))

        then:
        rang == []

        when:
        machine.advance(Duration.ofSeconds(1))

        then:
        rang == [Duration.ofMinutes(10).toNanos()]
    }
}
