package dev.runbook.time

import java.time.Duration
import java.time.Instant
import spock.lang.Specification

class ScenarioClockSpec extends Specification {
    static final ORIGIN = Instant.parse('2026-02-01T00:00:00Z')

    FakeClock machine = new FakeClock()
    ScenarioClock clock = new ScenarioClock(machine, 30, ORIGIN)

    def 'wall clock and monotonic clock run faster than the machine'() {
        when:
        machine.advance(Duration.ofSeconds(2))

        then:
        clock.wall() == ORIGIN.plusSeconds(60)
        Duration.ofNanos(clock.elapsingNanos()) == Duration.ofMinutes(1)
        [clock.factor(), clock.machine()] == [30, machine]
    }

    def 'it can be moved forward at once'() {
        when:
        clock.skip(Duration.ofHours(24))

        then:
        clock.wall() == ORIGIN.plus(Duration.ofHours(24))
        Duration.ofNanos(clock.nanos()) == Duration.ofHours(24)
        machine.nanos() == 0
    }

    def 'waits and alarms take their part of the real time'() {
        given:
        def rung = []

        when:
        clock.after(Duration.ofMinutes(1)) { rung << clock.wall() }
        clock.sleep(Duration.ofMinutes(2))

        then:
        machine.nanos() == Duration.ofSeconds(4).toNanos()
        rung == [ORIGIN.plusSeconds(60)]
    }
}
