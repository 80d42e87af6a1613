package dev.runbook.run.resume

import dev.runbook.journal.Events
import dev.runbook.journal.event.*
import dev.runbook.plan.*
import dev.runbook.run.Rig
import java.time.Duration
import java.time.Instant

import static java.time.Duration.ofMinutes

/** The RTO clock, recovery points and timed messages of a resumed run. */
class ResumedClockSpec extends EngineDeathSpecification {
    def 'a resume keeps the RTO clock: the time in which no engine ran counts'() {
        given:
        def plan = rig.plan([rto: ofMinutes(5)], [rig.step('a', rig.ok(ofMinutes(1))), rig.step('b', rig.ok(ofMinutes(1)))])
        rig.crashAt = 6 // before 'b' begins

        when:
        died { rig.run(plan) }
        def end = rig.resume([:], plan, ofMinutes(4))

        then:
        rig.ran == ['a', 'b']
        end.exitCode() == 3
        rig.recorded(ClockStopped)[0].elapsedMs() == ofMinutes(6).toMillis()
        rig.recorded(Resumed)[0].downtimeMs() == ofMinutes(4).toMillis()
    }

    def 'the RTO clock of an aborted run continues until the recovery ends'() {
        given:
        def plan = rig.plan([rto: ofMinutes(5)], [rig.step('a', rig.ok(ofMinutes(1))), rig.step('b', rig.ok(ofMinutes(1)))])
        rig.crashAt = 6 // before 'b' begins

        when:
        died { rig.run(plan) }
        rig.crashAt = -1
        rig.entries << rig.entry(Events.clockStopped(ofMinutes(1).toMillis()))
        rig.entries << rig.entry(Events.runFinished('aborted', 130, 'stopped by INT', []))
        def end = rig.resume([:], plan, ofMinutes(4))

        then:
        end.exitCode() == 3
        rig.recorded(ClockStopped).last().elapsedMs() == ofMinutes(6).toMillis()
    }

    def 'a recovery point measured after a resume counts from the start of the RTO clock, even if the wall clock changed: #what'() {
        given:
        def point = rig.step('Last replicated', kind: Task.Kind.RECOVERY_POINT, rig.ok(Duration.ZERO, [value: '2026-01-31T11:59:30Z']))
        def a = rig.step('a', idempotent: true)
        def start = new ClockMark(ClockMark.Kind.START, rig.place())
        def stop = new ClockMark(ClockMark.Kind.STOP, rig.place())
        def plan = rig.plan([rpo: ofMinutes(1)], ['before startClock()': [a, point, start], 'after stopClock()': [start, stop, a, point],
                                                  'between them': [start, a, point, stop], 'without them': [a, point]][what])
        rig.crashAt = recordOf({ Rig r -> plan }) { it instanceof AttemptFinished }

        when:
        died { rig.run(plan) }
        rig.clock.set(Duration.ofHours(1))
        def end = rig.resume(plan)

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.recorded(RecoveryPointMeasured)*.lossMs() == [30_000L]

        where:
        what << ['before startClock()', 'after stopClock()', 'between them', 'without them']
    }

    def 'the RTO clock starts with the run, even if the engine died before it recorded the start'() {
        given:
        def plan = rig.plan([rto: ofMinutes(5)], [rig.step('a', idempotent: true, rig.ok(ofMinutes(1)))])
        rig.crashAt = 1

        when:
        died { rig.run(plan, since: since) }
        rig.resume([:], plan, ofMinutes(2))

        then:
        rig.recorded(ClockStarted).collect { [it.describe(), it.elapsedMs()] } == [[why, ofMinutes(begun).toMillis()]]
        rig.recorded(ClockStopped)*.elapsedMs() == [ofMinutes(begun + 1).toMillis()]

        where:
        since                                 || why                          | begun
        null                                  || "the run's start"            | 2
        Instant.parse('2026-01-31T11:57:00Z') || 'since 2026-01-31T11:57:00Z' | 5
    }

    def 'a resumed run keeps its start time'() {
        given: 'a runbook that reads values of the run'
        def knows = []
        def plan = { Rig r ->
            def known
            def other = r.plan([id: 'test/other'], [r.step('b', { knows << ['startedAt', 'elapsed'].collect { known.run(it).get() }; r.ok().call(it) })])
            def read = new ReadRunbook() {
                Plan plan() { other }
                void runsWith(KnownValues of) { known = of }
            }
            r.plan([r.step('a', r.ok(ofMinutes(1))), r.task('F', new Work.Follow(read, [:]))])
        }
        rig.crashAt = recordOf(plan) { it instanceof StepFinished && it.step() == 'a' } + 1
        knows.clear()

        when:
        died { rig.run(plan(rig)) }
        rig.resume([:], plan(rig), ofMinutes(9))

        then:
        knows == [[Instant.parse('2026-01-31T12:00:00Z'), ofMinutes(10)]]
    }

    def 'the RTO clock of a followed runbook continues, wherever the engine dies: with clock marks #marked'() {
        given:
        def mark = { Rig r, ClockMark.Kind kind -> marked ? [new ClockMark(kind, r.place())] : [] }
        def plan = { Rig r ->
            def other = r.plan([id: 'test/other', rto: ofMinutes(9)], [r.step('before', idempotent: true, r.ok(ofMinutes(1))),
                *mark(r, ClockMark.Kind.START), r.step('a', idempotent: true, r.ok(ofMinutes(2))), r.step('b', idempotent: true, r.ok(ofMinutes(4))),
                *mark(r, ClockMark.Kind.STOP), r.step('after', idempotent: true, r.ok(ofMinutes(8)))])
            r.plan([r.step('first', idempotent: true, r.ok(ofMinutes(16))), r.task('F', new Work.Follow(Rig.read(other), [:]))])
        }
        def whole = new Rig()
        whole.run(plan(whole))
        def away = ofMinutes(32)

        expect: 'its clock includes the downtime and the repeated work only if the engine died while it ran'
        def clock = { Rig r -> java.time.Duration.ofMillis(r.recorded(FollowFinished)[0].clockMs()) }
        def at = { Closure which -> whole.events.findIndexOf(which) }
        int begins = at { marked ? it instanceof StepStarted && it.step() == 'F › a' : it instanceof FollowStarted }
        int ends = at { marked ? it instanceof StepFinished && it.step() == 'F › b' : it instanceof FollowFinished }
        (2..<whole.entries.size()).each { died ->
            def r = new Rig(crashAt: died)
            try {
                r.run(plan(r))
                assert false
            } catch (Rig.EngineDied expected) {
                r.crashAt = -1
            }
            r.resume([:], plan(r), away)
            def redone = r.entries.last().sinceStartNanos() - whole.entries.last().sinceStartNanos() - away.toNanos()
            assert clock(r) == (died <= begins || died > ends ? clock(whole) : clock(whole) + away.plusNanos(redone)): "died at record $died"
        }

        where:
        marked << [false, true]
    }

    def 'a message after a time is sent at that time of the run, however often it was resumed'() {
        given:
        def plan = { Rig r -> r.plan([messages: [r.message('escalate', after: ofMinutes(10)), r.message('still', every: ofMinutes(4))]],
                [r.step('a', r.ok(ofMinutes(1))), r.step('b', r.ok(ofMinutes(8)))]) }
        rig.crashAt = recordOf(plan) { it instanceof StepFinished && it.step() == 'a' } + 1

        when:
        died { rig.run(plan(rig)) }
        def next = new Rig()
        next.entries.addAll(rig.entries)
        next.clock.advance(ofMinutes(1))
        next.resume([:], plan(next), ofMinutes(4))

        then:
        next.entries.findAll { it.event() instanceof MessageSent }.collect { [it.sinceStartNanos(), it.event().text()] } ==
                [[ofMinutes(8).toNanos(), 'still'], [ofMinutes(10).toNanos(), 'escalate'], [ofMinutes(12).toNanos(), 'still']]
    }

    def 'a missed RTO is recorded and reported once'() {
        given:
        def plan = { Rig r -> r.plan([rto: ofMinutes(5), messages: [r.message('missed', on: [Message.When.BREACHED])]],
                [r.step('a', r.ok(ofMinutes(6))), r.step('b', r.ok(ofMinutes(1)))]) }
        rig.crashAt = recordOf(plan) { it instanceof StepFinished && it.step() == 'a' } + 1

        when:
        died { rig.run(plan(rig)) }
        def end = rig.resume([:], plan(rig), ofMinutes(1))

        then:
        end.exitCode() == 3
        rig.recorded(Breached).size() == 1
        rig.notices*.text() == ["missed"]
    }
}
