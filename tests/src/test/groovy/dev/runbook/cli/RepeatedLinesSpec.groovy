package dev.runbook.cli

import dev.runbook.time.FakeClock
import java.time.Duration
import spock.lang.Specification

class RepeatedLinesSpec extends Specification {
    def 'a line that is repeated is passed on every ten minutes, others at once'() {
        given:
        def clock = new FakeClock()
        def passed = []
        def lines = new RepeatedLines(clock, passed.&add)

        when:
        61.times {
            lines.accept('disk full')
            clock.advance(Duration.ofSeconds(15))
        }
        lines.accept('another')

        then:
        passed == ['disk full', 'disk full', 'another']
    }
}
