package dev.runbook.run.drill

import dev.runbook.journal.event.ClockCompressed
import dev.runbook.journal.event.ClockStopped
import dev.runbook.plan.Question
import dev.runbook.plan.Retry
import dev.runbook.plan.Task
import dev.runbook.run.Rig
import spock.lang.Specification

import java.time.Duration

/** Drills on a compressed clock: what passes faster, and that every time counts it in full. */
class CompressedDrillSpec extends Specification {
    def rig = new Rig()

    private Duration real() {
        Duration.ofNanos(rig.clock.nanos())
    }

    def 'the time that a condition must hold passes faster, and counts in full on the RTO clock and the budget'() {
        given:
        def plan = rig.plan(rto: Duration.ofMinutes(40), [rig.step('watch', kind: Task.Kind.VERIFY, every: Duration.ofSeconds(30), holds: Duration.ofMinutes(30), budget: Duration.ofMinutes(31))])

        when:
        def end = rig.run(clockFactor: 60, plan)

        then:
        end.exitCode() == 0
        real() == Duration.ofSeconds(30)
        rig.recorded(ClockCompressed)*.factor() == [60]
        Duration.ofMillis(rig.recorded(ClockStopped)[0].elapsedMs()) == Duration.ofMinutes(30)

        and: 'the same polls as at real speed'
        rig.ran.size() == 61

        and:
        def view = rig.model.view(Optional.empty()).get()
        view.clockFactor() == 60
        view.describeClock().startsWith('clock 60x: ')
    }

    def 'an objective that the full waits miss is missed'() {
        given:
        def plan = rig.plan(rto: Duration.ofMinutes(20), [rig.step('watch', kind: Task.Kind.VERIFY, holds: Duration.ofMinutes(30), budget: Duration.ofMinutes(31))])

        expect:
        rig.run(clockFactor: 60, plan).exitCode() == 3
    }

    def 'a budget that is shorter than the wait is used up'() {
        given:
        def plan = rig.plan([rig.step('watch', kind: Task.Kind.VERIFY, holds: Duration.ofMinutes(30), budget: Duration.ofMinutes(20))])

        expect:
        rig.run(clockFactor: 60, plan).exitCode() == 1
    }

    def 'what waits for something to happen waits at real speed: #kind'() {
        when:
        rig.run(clockFactor: 60, rig.plan([step(rig)]))

        then:
        real() == Duration.ofSeconds(20)

        where:
        kind     | step
        'a poll' | { it.step('poll', kind: Task.Kind.VERIFY, every: Duration.ofSeconds(10), budget: Duration.ofMinutes(1), it.fails(), it.fails(), it.ok()) }
        'a retry' | { it.step('again', retry: new Retry(2, Duration.ofSeconds(10), 1), it.fails(), it.fails(), it.ok()) }
    }

    def 'the waits of a poll or a retry whose failure is injected pass faster'() {
        given:
        def plan = rig.plan([rig.step('a', kind: Task.Kind.VERIFY, every: Duration.ofSeconds(30), budget: Duration.ofMinutes(5))])

        when:
        def end = rig.run(clockFactor: 60, injections: [Injection.parse('a:fail')], plan)

        then:
        end.exitCode() == 1
        Duration.ofSeconds(4) <= real() && real() <= Duration.ofSeconds(5)
    }

    def 'silence and delays that a drill injects pass faster, #fault'() {
        given:
        def plan = rig.plan([rig.ask(Task.Kind.APPROVE, 'Ask', by: ['lead'], lasts: Duration.ofMinutes(30))])

        when:
        rig.run(clockFactor: 60, injections: [Injection.parse("Ask:$fault")], drillAnswers: answers, plan)

        then:
        real() <= Duration.ofSeconds(31)
        Duration.ofMillis(rig.model.view(Optional.empty()).get().endMs()) >= Duration.ofMinutes(30)

        where:
        fault       | answers
        'timeout'   | Duration.ofSeconds(1)
        'slow=30m'  | Duration.ofSeconds(1)
    }

    def 'a pause lasts its whole time, compressed, and no drill ends it early'() {
        given:
        def plan = rig.plan([rig.ask(Task.Kind.PAUSE, 'Wait', silence: Question.Silence.TIMES_OUT, lasts: Duration.ofMinutes(30))])

        when:
        def end = rig.run(clockFactor: 60, drillAnswers: Duration.ofSeconds(1), plan)

        then:
        end.exitCode() == 0
        Duration.ofSeconds(30) <= real() && real() < Duration.ofSeconds(31)
        Duration.ofMillis(rig.model.view(Optional.empty()).get().endMs()) >= Duration.ofMinutes(30)
    }

    def 'a run at real speed says nothing about its clock'() {
        when:
        rig.run(rig.plan([rig.step('a')]))

        then:
        rig.recorded(ClockCompressed) == []
        rig.model.view(Optional.empty()).get().describeClock() == ''
    }
}
