package dev.runbook.run.objective

import dev.runbook.forecast.PastTimes
import dev.runbook.forecast.RemainingWork
import dev.runbook.journal.Events
import dev.runbook.journal.event.*
import dev.runbook.plan.*
import dev.runbook.plan.Message.When
import dev.runbook.run.Rig
import spock.lang.Specification

import java.time.Duration

import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

class ForecastSpec extends Specification {
    def rig = new Rig()

    def 'a run has an expected end from its start: by earlier runs, by budgets without them'() {
        when:
        rig.run(rig.plan([rto: ofMinutes(5)], [rig.step('a', rig.ok(ofMinutes(1))),
                rig.step('b', budget: ofMinutes(2), rig.ok(ofMinutes(2)))]), past: past(a: [60, 70, 50]))

        then:
        rig.recorded(Forecast)*.with { [it.expectedMs(), it.rtoMs(), it.runs()] } == [[180_000L, 300_000L, 3]]
    }

    def 'the forecast is reported again when it changes'() {
        when:
        rig.run(rig.plan([rto: ofMinutes(10)], [rig.step('a', rig.ok(ofMinutes(4))), rig.step('b', rig.ok(ofMinutes(1)))]),
                past: past(a: [60], b: [60]))

        then:
        rig.recorded(Forecast)*.expectedMs() == [120_000L, 300_000L]
    }

    def 'the longest member counts, whatever the others take'() {
        when:
        rig.run(rig.plan([rto: ofMinutes(10)], [
                rig.group(Group.Kind.PARALLEL, 'checks', [rig.step('x'), rig.step('y'), rig.step('z')]),
                rig.group(Group.Kind.PHASE, 'after', [rig.step('p'), rig.step('q')])]),
                past: past(x: [10], y: [90], z: [30], p: [20], q: [20]))

        then:
        rig.recorded(Forecast)[0].expectedMs() == 130_000
    }

    def 'the usual time is limited by the budget'() {
        when:
        rig.run(rig.plan([rto: ofMinutes(10)], [rig.step('a', budget: ofMinutes(1))]), past: past(a: [300]))

        then:
        rig.recorded(Forecast)[0].expectedMs() == 60_000
    }

    def 'a step that takes long puts the RTO at risk before it ends, and long before it is missed'() {
        when:
        rig.run(rig.plan([rto: ofMinutes(5), messages: [rig.message('risk', on: [When.AT_RISK])]], [
                rig.step('a', rig.ok(ofMinutes(3))), rig.step('b', rig.ok(ofMinutes(4)))]), past: past(a: [60], b: [180]))

        then: 'there was room for a minute more than usual'
        def at = rig.entries.find { it.event() instanceof AtRisk }
        Duration.ofNanos(at.sinceStartNanos()) == ofSeconds(121).plusMillis(1)
        at.event().why() == "'a' has been running for 2m 01s, usually 1m"
        rig.notices*.text() == ['risk']
        rig.recorded(AtRisk).size() == 1

        and: 'the breach names what took the time'
        rig.recorded(Breached)*.why().unique() == ["the run is still in progress; 'a' took 3m, usually 1m"]
    }

    def 'the risk is reported inside a phase and a parallel too'() {
        when:
        rig.run(rig.plan([rto: ofMinutes(5)], [rig.group(Group.Kind.PHASE, 'all', [
                rig.step('a', rig.ok(ofMinutes(3))), rig.step('b', rig.ok(ofSeconds(1))), rig.step('c', rig.ok(ofMinutes(2)))])]),
                past: past(a: [60], b: [1], c: [180]))

        then:
        rig.events.findIndexOf { it instanceof AtRisk } < rig.events.findIndexOf { it instanceof StepFinished }
    }

    def 'a fallback counts from the failure on, with the usual times of its steps'() {
        given:
        def other = rig.plan([id: 'test/other'], [rig.step('restore', rig.ok(ofMinutes(4)))])
        def plan = rig.plan([rto: ofMinutes(5), onFailure: rig.handler([rig.step('look')], rig.fallBackTo(other))],
                [rig.step('a', rig.fails(ofSeconds(90))), rig.step('b')])

        when:
        rig.run(plan, past: past(a: [60], b: [60], 'test/other › restore': [240]))

        then:
        rig.recorded(AtRisk)[0].why() == 'falling back to test/other is expected to take 4m'
        rig.recorded(AtRisk)[0].expectedMs() == 330_000
        rig.events.findIndexOf { it instanceof AtRisk } < rig.events.findIndexOf { it instanceof FollowStarted }
    }

    def 'the undos of finished steps have their own time'() {
        given:
        def undo = rig.step('Take a back', kind: Task.Kind.UNDO)
        def plan = rig.plan([rto: ofMinutes(5), onFailure: rig.handler([new UndoAll(rig.place())], new Handler.Stop())],
                [rig.step('a', undo: undo, rig.ok(ofMinutes(1))), rig.step('b', rig.fails(ofMinutes(1)))])

        when:
        rig.run(plan, past: past(a: [60], b: [60], 'Take a back': [240]))

        then:
        rig.recorded(AtRisk)[0].expectedMs() == 360_000
    }

    def 'a resumed run continues with the forecast, and reports a risk only once'() {
        given:
        def past = past(a: [60], b: [180])
        def plan = { Rig r -> r.plan([rto: ofMinutes(5)], [r.step('a', idempotent: true, r.ok(ofMinutes(3))), r.step('b', r.ok(ofMinutes(1)))]) }
        rig.crashAt = 6

        when:
        rig.run(plan(rig), past: past)

        then:
        thrown(Rig.EngineDied)
        rig.recorded(AtRisk).size() == 1

        when:
        def next = new Rig()
        next.entries.addAll(rig.entries)
        next.clock.advance(ofMinutes(3))
        next.resume(plan(next), ofSeconds(1), past: past)

        then:
        next.recorded(AtRisk).size() == 1
        next.recorded(Breached)*.why() == ["the run is still in progress; 'a' has been running for 4m 59s, usually 1m"]
    }

    def 'after an abort an interrupted step still has its time, with its container'() {
        given:
        def past = past(a: [60], b: [60], c: [150])
        def plan = { Rig r, Closure b -> r.plan([rto: ofMinutes(5)], [r.group(Group.Kind.PHASE, 'p', [
                r.step('a', r.ok(ofMinutes(1))), r.step('b', idempotent: true, b), r.step('c', r.ok(ofSeconds(150)))])]) }
        rig.run(plan(rig, { attempt -> rig.clock.advance(ofSeconds(30)); rig.control.requestStop('INT', 130); rig.waitsForStop(attempt) }),
                past: past)
        def next = new Rig()
        next.entries.addAll(rig.entries)
        next.clock.advance(ofSeconds(90))

        when:
        next.resume(plan(next, next.ok(ofMinutes(1))), ofSeconds(10), past: past)

        then: 'a took a minute, b half of one and begins again, and no engine ran for ten seconds'
        def resumed = next.events.findIndexOf { it instanceof Resumed }
        next.events.drop(resumed).find { it instanceof AtRisk }.with { [it.expectedMs(), it.why()] } ==
                [310_000L, 'aborted, waiting to be resumed for 10s']
        next.events.drop(resumed).findAll { it instanceof Forecast }*.expectedMs() == []
    }

    def 'a node beside the steps, or inside one, is not blamed for the time: #what'() {
        when:
        rig.run(rig.plan([rto: ofMinutes(5)], build(rig)), past: past(*: times, c: [180]))

        then:
        rig.recorded(AtRisk)*.why() == [blame]

        where:
        what                      | times                | build || blame
        'a background'            | [Slow: [60]]         | { Rig r -> [new Background(r.step('Watch', kind: Task.Kind.BACKGROUND, { r.waitsForStop(it) })),
                                                                       r.step('Slow', { r.hung.await(); r.ok(ofMinutes(3)).call(it) }), r.step('c')] } || "'Slow' has been running for 2m 01s, usually 1m"
        'a verify of a step'      | [Slow: [60]]         | { Rig r -> [r.step('Slow', verifies: [r.step('look', kind: Task.Kind.VERIFY, r.ok(ofMinutes(3)))]),
                                                                       r.step('c')] } || "'Slow' has been running for 2m 01s, usually 1m"
        'a loop'                  | ['Each': [60]]       | { Rig r -> [new ForEach(ForEach.Kind.EACH, 'Each', r.place(), Optional.empty(), 1, 'of', [],
                                                                       { [new ForEach.Iteration('x', 'x', [r.step('dump', r.ok(ofMinutes(3)))])] } as ForEach.Iterations, Optional.empty()),
                                                                       r.step('c')] } || "'Each' has been running for 2m 01s, usually 1m"
        'a step that follows'     | ['F › Slow': [60]]   | { Rig r -> [r.task('F', new Work.Follow(Rig.read(r.plan([r.step('quick', r.ok(ofSeconds(5))), r.step('Slow', r.ok(ofMinutes(3)))])), [:])),
                                                                       r.step('c')] } || "'F › Slow' has been running for 1m 56s, usually 1m"
    }

    def 'without an RTO and without history there is no forecast'() {
        when:
        rig.run(rig.plan([rig.step('a')]))

        then:
        rig.recorded(Forecast) == []
    }

    def 'each of ten thousand steps takes the same time'() {
        given:
        def steps = (1..10_000).collect { rig.step("s$it".toString()) }
        def ahead = new RemainingWork(rig.plan(steps), past(steps.collectEntries { [it.name(), [1]] }))

        when:
        steps.eachWithIndex { step, i ->
            ahead.begin(step.name(), i * 1_000_000_000L)
            ahead.end(step.name())
            assert ahead.left((i + 1) * 1_000_000_000L) == (9_999 - i) * 1_000_000_000L
        }

        then:
        noExceptionThrown()
    }

    /** Seconds by step, newest first. */
    static PastTimes past(Map<String, List<Integer>> seconds) {
        new PastTimes(seconds.values()*.size().max(), seconds.collectEntries { step, times ->
            [step, times.collect { new PastTimes.Once(ofSeconds(it), PastTimes.End.OK) }]
        })
    }
}
