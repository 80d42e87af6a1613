package dev.runbook.watch

import dev.runbook.time.Boot
import dev.runbook.time.FakeClock
import java.time.Duration
import spock.lang.Specification

/** The wall clock is set while no process watches: the next one notices it by the uptime of the machine. */
class ClockJumpsSpec extends Specification {
    FakeClock clock = new FakeClock(boot: new Boot('first', Duration.ofHours(1)))

    def 'between two processes on the same boot: #what'() {
        given:
        def one = new ClockJumps(clock)
        one.look()

        when:
        clock.advance(Duration.ofMinutes(5))
        happens(clock)
        def two = new ClockJumps(clock)
        two.continueFrom(one.kept())

        then:
        two.look() == jump
        two.look() == Optional.empty()

        where:
        what                                 | happens                                             || jump
        'only time passes'                   | { }                                                 || Optional.empty()
        'the machine sleeps'                 | { it.machineSleeps(Duration.ofHours(8)) }           || Optional.empty()
        'it is set back'                     | { it.set(Duration.ofHours(-2)) }                    || Optional.of(Duration.ofHours(-2))
        'it is set forward'                  | { it.set(Duration.ofDays(1)) }                      || Optional.of(Duration.ofDays(1))
        'it is corrected'                    | { it.set(Duration.ofSeconds(2)) }                   || Optional.empty()
        'the machine restarts, and it is set' | { it.set(Duration.ofDays(1)); it.boot = new Boot('second', Duration.ZERO) } || Optional.empty()
        'its boot is unknown now'            | { it.set(Duration.ofDays(1)); it.boot = null }      || Optional.empty()
    }
}
