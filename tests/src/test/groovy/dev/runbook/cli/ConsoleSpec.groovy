package dev.runbook.cli

import dev.runbook.terminal.Terminal
import dev.runbook.journal.Events
import dev.runbook.journal.event.*
import dev.runbook.cli.console.Console
import dev.runbook.journal.Entry
import dev.runbook.time.Clock
import java.time.Duration
import java.time.Instant
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport
import spock.lang.Specification
import spock.lang.Timeout

class ConsoleSpec extends Specification {
    def out = new ByteArrayOutputStream()
    long number = 0

    def 'without a terminal each line has a time, and nothing is redrawn'() {
        when:
        showing([]) { it.recorded(entry(started())); it.recorded(entry(step('One'), 100)); it.printed('One', '', 'a\u001b[2Jb')
            it.recorded(entry(finished('One', 'ok'), 1100)) }

        then:
        text().readLines().every { it =~ /^\d\d:\d\d:\d\dZ \+0:00:0\d  / }
        text().contains('+0:00:00  ▸ One')
        text().contains('| ab')
        text() =~ /\+0:00:01  ✓ One +1s of 1m/
    }

    def 'while members run concurrently, each line has the name of its member'() {
        when:
        showing([]) {
            it.recorded(entry(started()))
            it.recorded(entry(step('Both › inner')))
            it.recorded(entry(step('One')))
            it.printed('One', '', 'from one')
            it.recorded(entry(step('Two')))
            it.printed('One', 'web1', 'from one again')
            it.printed('Two', '', 'from two')
            it.recorded(entry(attemptFinished('Two', 'failed')))
        }

        then:
        text().contains('| One: web1: from one again')
        text().contains('| Two: from two')
        text().contains('Two: attempt 1 failed')
    }

    def 'without concurrent members, lines have no name'() {
        when:
        showing([]) {
            it.recorded(entry(started()))
            it.recorded(entry(step('Outer')))
            it.recorded(entry(step('Outer › One')))
            it.printed('Outer › One', '', 'from one')
        }

        then:
        text().contains('| from one')
    }

    def 'a terminal shows the running step, its last line, and the time left of the RTO'() {
        when:
        showing(['out']) {
            it.recorded(entry(started()))
            it.recorded(entry(Events.clockStarted()))
            it.recorded(entry(step('One')))
            it.printed('One', '', 'half\rwhole line')
            await { text().contains('whole line') }
        }

        then:
        text().contains('▸ One  0s of 1m')
        text().contains('    whole line')
        text() =~ /\ds elapsed · 4m 5\ds left of RTO 5m/

        and: 'the end removes the status'
        text().endsWith('\u001b[J')
    }

    def 'names and output cannot move the cursor or ring the bell'() {
        when:
        showing(['out']) {
            it.recorded(entry(started()))
            it.recorded(entry(step('evil\u001b]0;title\u0007name\u202e')))
            it.recorded(entry(finished('evil\u001b]0;title\u0007name\u202e', 'failed', '\u009b2J\nboom\u0007')))
        }
        def sequences = (text() =~ /\u001b\[[0-9]*[A-Za-z]/).collect { it }.toSet()

        then:
        sequences.every { it ==~ /\u001b\[\d*[AJ]/ }
        !text().contains('\u0007')
        !text().contains('\u009b')
        !text().contains('\u202e')
        text().contains('evil␛]0;title␇name·')
    }

    def 'a resumed run shows earlier steps with their time and place, and not their earlier output'() {
        when:
        showing([]) {
            [entry(started([planned('Phase', 'phase', 0), planned('One', 'step', 1), planned('Two', 'step', 1)])),
                      entry(step('One')), entry(attempt('One', 1), 100), entry(attemptFinished('One', 'ok'), 150), entry(finished('One', 'ok'), 200),
                      entry(step('Two'), 300), entry(attempt('Two', 1), 300)].each { known -> it.known(known) }
            it.recorded(entry(Events.resumed('maria', 'host', 1000), 1300))
            it.recorded(entry(attempt('Two', 2), 1400))
            it.recorded(entry(finished('Two', 'ok'), 3300))
        }

        then:
        !text().contains('One')
        text() =~ /\+0:00:01    ▸ Two\n/
        text() =~ /\+0:00:03    ✓ Two +2s of 1m/
    }

    def 'a step that its probe found done is shown as such'() {
        when:
        showing([]) { it.recorded(entry(started())); it.recorded(entry(step('One'))); it.recorded(entry(finished('One', 'ok', 'its probe says it was already done'), 100)) }

        then:
        text() =~ /✓ One .*its probe says it was already done/
    }

    def 'a background task ends as planned when its phase ends'() {
        when:
        showing([]) {
            it.recorded(entry(started([planned('Phase', 'phase', 0), planned('Tail', 'background', 1, 'Phase')])))
            it.recorded(entry(Events.stepStarted('Tail', 'background', 'shell', 'tail -f log', -1)))
            it.recorded(entry(attempt('Tail', 1)))
            it.recorded(entry(attemptFinished('Tail', 'cancelled'), 900))
            it.recorded(entry(finished('Tail', 'cancelled', 'stopped'), 1000))
        }

        then:
        text() =~ /✓ Tail +1s  stopped at the end of Phase/
        !text().contains('cancelled')
    }

    @Timeout(10)
    def 'a terminal that blocks delays nothing'() {
        given:
        def blocked = new PrintStream(new OutputStream() {
            @Override
            void write(int b) { TimeUnit.HOURS.sleep(1) }
        }, true)
        def console = Console.on(new Terminal(blocked, blocked, null, ['out'] as Set, 80, false), Clock.system())

        when:
        100_000.times { console.printed('x', '', 'line') }
        100.times { console.recorded(entry(step("step $it"))) }
        console.close()

        then:
        noExceptionThrown()
    }

    def 'a step that prints a million lines does not fill the log'() {
        when:
        showing([]) {
            it.recorded(entry(started()))
            it.recorded(entry(step('One')))
            1_000_000.times { number -> it.printed('One', '', "line $number") }
            it.recorded(entry(finished('One', 'ok'), 1100))
        }
        def lines = text().readLines()

        then:
        lines.count { it =~ /\| line \d+/ } == 200
        lines.findAll { it.contains('| …') }.every { it =~ /the rest is in the transcript|lines came too fast to be shown here/ }
        lines.size() < 210
    }

    def 'a closed pipe does not end the run'() {
        given:
        def closed = new PrintStream(new OutputStream() {
            @Override
            void write(int b) { throw new IOException('Broken pipe') }
        }, true)
        def console = Console.on(new Terminal(closed, closed, null, [] as Set, 80, false), Clock.system())

        when:
        console.recorded(entry(started()))
        console.printed('x', '', 'line')
        console.close()

        then:
        noExceptionThrown()
    }

    private void showing(List<String> terminals, Closure news) {
        def print = new PrintStream(out, true, 'UTF-8')
        def console = Console.on(new Terminal(print, print, null, terminals as Set, 80, false), Clock.system())
        news(console)
        console.close()
    }

    private String text() {
        out.toString('UTF-8')
    }

    private static void await(Closure<Boolean> condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30)
        while (!condition() && System.nanoTime() < end) {
            LockSupport.parkNanos(5_000_000)
        }
    }

    private Entry entry(Event event, long millis = 0) {
        new Entry(++number, Instant.parse('2026-11-21T09:30:00Z'), Duration.ofMillis(millis).toNanos(), event, 'abc')
    }

    private static PlannedStep planned(String name, String kind, int depth, String container = '') {
        Events.plannedStep(name, kind, container, depth, -1, 'shell', '')
    }

    private static Event attempt(String step, int number) {
        Events.attemptStarted(step, number, 'm', '')
    }

    private static Event attemptFinished(String step, String result) {
        Events.attemptFinished(step, 1, result, result == 'ok' ? '' : 'stopped')
    }

    private static Event started(List<PlannedStep> plan = []) {
        Events.runStarted(description: 'What it does', rtoMs: 300_000, plan: plan)
    }

    private static Event step(String name) {
        Events.stepStarted(name, 'step', 'shell', 'true', 60_000)
    }

    private static Event finished(String name, String result, String cause = '') {
        Events.stepFinished(name, result, 1, cause)
    }
}
