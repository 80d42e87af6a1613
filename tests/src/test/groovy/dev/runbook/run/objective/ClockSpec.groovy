package dev.runbook.run.objective

import dev.runbook.model.RunModel
import dev.runbook.run.resume.Downtime
import dev.runbook.run.record.Recorder
import dev.runbook.journal.Events
import dev.runbook.journal.event.*
import dev.runbook.action.Outcome
import dev.runbook.time.Boot
import dev.runbook.time.Clock
import dev.runbook.time.FakeClock
import dev.runbook.run.Rig
import spock.lang.Specification

import java.time.Duration
import java.time.Instant

import static java.time.Duration.ofHours
import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

class ClockSpec extends Specification {
    def rig = new Rig()

    def 'a wall clock that is set is recorded, and changes neither the RTO clock nor a budget'() {
        when:
        def end = rig.run(rig.plan([rto: ofMinutes(5)], [rig.step('a', budget: ofMinutes(2), does { rig.clock.set(by) }), rig.step('b')]))

        then:
        end.exitCode() == 0
        rig.recorded(ClockGap)*.describe() == [reported]
        rig.recorded(ClockStopped)[0].elapsedMs() == 60_000

        where:
        by                  || reported
        ofHours(1)          || 'the wall clock was set forward by 1h: neither the RTO clock nor a budget changes'
        ofHours(1).negated() || 'the wall clock was set back by 1h: neither the RTO clock nor a budget changes'
    }

    def 'the sleep of a machine counts for the RTO, not for the budgets of its steps'() {
        when:
        def end = rig.run(rig.plan([rto: ofMinutes(5)], [rig.step('a', budget: ofMinutes(2), does { rig.clock.machineSleeps(ofMinutes(10)) }), rig.step('b')]))

        then: 'reported when the machine woke'
        rig.recorded(ClockGap)*.describe() == ['the machine slept for 10m: the RTO clock kept running, the budgets of steps did not']
        rig.results() == ['a: ok', 'b: ok']
        end.exitCode() == 3
        rig.recorded(Breached).size() == 1
        rig.recorded(ClockStopped)[0].elapsedMs() == 660_000
        rig.recorded(RunFinished)[0].verdicts()[0].why() == '6m over'

        and: 'the times of the records include the sleep'
        rig.entries.last().sinceStartNanos() == ofMinutes(11).toNanos()
    }

    def 'a sleep shortens the time left until the RTO is missed'() {
        when:
        rig.run(rig.plan([rto: ofMinutes(5)], [rig.step('a', does { rig.clock.machineSleeps(ofMinutes(2)) }), rig.step('b', rig.ok(ofMinutes(4)))]))

        then:
        rig.entries.find { it.event() instanceof Breached }.sinceStartNanos() == ofMinutes(5).toNanos()
        rig.recorded(Breached).size() == 1
    }

    def 'a clock that is slewed slightly is not reported'() {
        when:
        rig.run(rig.plan([rig.step('a', does { rig.clock.set(Duration.ofMillis(500)) }), rig.step('b', does { rig.clock.set(Duration.ofMillis(-500)) })]))

        then:
        rig.recorded(ClockGap) == []
    }

    def 'an engine that was stopped is reported'() {
        given:
        def still = new Stalled()
        def reported = []
        def recorder = new Recorder(new dev.runbook.journal.Journal() {
            dev.runbook.journal.Entry append(Event event) { reported << event; new dev.runbook.journal.Entry(1, Instant.EPOCH, 0, event, '') }
            void close() {}
        }, new RunModel())
        def watch = new ClockWatch(still, recorder)

        when:
        still.now += ofSeconds(seconds).toNanos()
        watch.look()
        watch.look()

        then:
        reported*.describe() == gap

        where:
        seconds || gap
        5       || []
        16      || ['the engine was stopped for 15s: the RTO clock and budgets kept running']
        600     || ['the engine was stopped for 9m 59s: the RTO clock and budgets kept running']
    }

    def 'the downtime is measured by the machine while it is up, whatever the wall clock shows'() {
        given:
        def clock = new FakeClock(boot: new Boot('one', ofHours(30)))
        def entries = begun(clock)
        clock.advance(ofMinutes(10))
        clock.set(set)
        def away = Downtime.of(entries, clock, '')

        expect:
        away.time() == ofMinutes(10)
        away.gap().map { it.describe() }.orElse('') == reported

        where:
        set                     || reported
        Duration.ZERO           || ''
        ofHours(1).negated()    || 'the wall clock was set back by 1h while no engine was running: neither the RTO clock nor a budget changes'
        ofMinutes(5)            || 'the wall clock was set forward by 5m while no engine was running: neither the RTO clock nor a budget changes'
    }

    def 'after a restart of the machine the wall clock is used, but at least the uptime of the machine'() {
        given:
        def clock = new FakeClock(boot: new Boot('one', ofHours(30)))
        def entries = begun(clock)
        clock.advance(ofMinutes(10))
        clock.set(set)
        clock.boot = new Boot('two', ofMinutes(3).minus(ofMinutes(10)).minus(ofSeconds(30)))

        expect:
        Downtime.of(entries, clock, '').time() == time

        where:
        set                  || time
        Duration.ZERO        || ofMinutes(10)
        ofHours(1).negated() || ofMinutes(3)
    }

    def 'the uptime of another machine is not used for the downtime'() {
        given:
        def clock = new FakeClock(boot: new Boot('one', ofHours(30)))
        def entries = begun(clock)
        clock.advance(ofMinutes(10))
        clock.boot = new Boot('two', ofHours(700))

        expect:
        Downtime.of(entries, clock, 'ops2').time() == ofMinutes(10)
        Downtime.of(entries, clock, 'ops2').gap().empty
    }

    def 'without an uptime the wall clock is used, and a negative time is zero'() {
        given:
        def clock = new FakeClock()
        def entries = begun(clock)
        clock.advance(ofMinutes(10))
        clock.set(set)

        expect:
        Downtime.of(entries, clock, '').time() == time

        where:
        set                  || time
        Duration.ZERO        || ofMinutes(10)
        ofHours(1).negated() || Duration.ZERO
    }

    def 'this machine reports its uptime, and has not slept since'() {
        expect:
        Clock.system().boot().get().up() > Duration.ZERO
        Clock.system().boot().get().id() == Clock.system().boot().get().id()
        Clock.system().slept() == Duration.ZERO
        Math.abs(Clock.system().elapsingNanos() - Clock.system().nanos()) < 1_000_000_000
    }

    /** A run whose engine dies half a minute after its start. */
    private List begun(FakeClock clock) {
        def own = new Rig()
        def entry = { Event event -> new dev.runbook.journal.Entry(own.entries.size() + 1, clock.wall(), clock.elapsingNanos(), event, '') }
        def boot = clock.boot()
        def entries = boot.map { [entry(new MachineClock(it.id(), it.up().toMillis()))] }.orElse([])
        clock.advance(ofSeconds(30))
        entries + entry(Events.noted('other', 'last'))
    }

    /** An action of a minute, during which the clocks change. */
    private Closure<Outcome> does(Closure what) {
        return { attempt ->
            rig.clock.advance(ofSeconds(30))
            what()
            rig.clock.advance(ofSeconds(30))
            Outcome.ok([exitCode: 0])
        }
    }

    /** A clock whose alarms never run, as if the engine was stopped. */
    static class Stalled implements Clock {
        long now

        @Override
        Instant wall() { Instant.EPOCH.plusNanos(now) }

        @Override
        long nanos() { now }

        @Override
        void sleep(Duration time) {}

        @Override
        Clock.Alarm after(Duration time, Runnable task) { { -> } as Clock.Alarm }
    }
}
