package dev.runbook.run.message

import static dev.runbook.plan.Message.When.*
import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

import dev.runbook.journal.event.DeliveryResult
import dev.runbook.journal.event.MessageSent
import dev.runbook.journal.event.Objective
import dev.runbook.journal.event.RunFinished
import dev.runbook.journal.event.Verdict
import dev.runbook.notify.Delivery
import dev.runbook.notify.Notice
import dev.runbook.plan.ClockMark
import dev.runbook.plan.Message
import dev.runbook.run.Rig
import spock.lang.Specification

/** When the messages of a run are sent, and what a late one means for its verdict. */
class MessageMomentsSpec extends Specification {
    def rig = new Rig()

    List<Message> every(Map more = [:]) {
        [STARTED, CLOCK_STARTED, RECOVERED, SUCCEEDED, FAILED].collect { rig.message(it.word(), on: [it]) }
    }

    def marks(Rig r = rig) {
        [new ClockMark(ClockMark.Kind.START, r.place()), new ClockMark(ClockMark.Kind.STOP, r.place())]
    }

    /** The texts of the messages with the minutes since the run's start. */
    List sent(Rig r = rig) {
        r.entries.findAll { it.event() instanceof MessageSent }.collect { [it.event().text(), it.sinceStartNanos().intdiv(60_000_000_000L)] }
    }

    def 'the clock starts with the run, and the service is back with its success'() {
        when:
        rig.run(rig.plan([messages: every()], [rig.step('a', rig.ok(ofMinutes(4)))]))

        then:
        sent() == [['started', 0], ['clockStarted', 0], ['recovered', 4], ['succeeded', 4]]
    }

    def 'the clock starts and stops where the runbook says'() {
        given:
        def (start, stop) = marks()

        when:
        rig.run(rig.plan([messages: every()], [rig.step('before', rig.ok(ofMinutes(2))), start, rig.step('a', rig.ok(ofMinutes(4))), stop, rig.step('after', rig.ok(ofMinutes(3)))]))

        then:
        sent() == [['started', 0], ['clockStarted', 2], ['recovered', 6], ['succeeded', 9]]
    }

    def 'a run that fails before the clock stops has not recovered'() {
        when:
        rig.run(rig.plan([messages: every()], [rig.step('a', rig.fails())]))

        then:
        sent()*.get(0) == ['started', 'clockStarted', 'failed']
    }

    def 'after and every count from the start of the clock'() {
        given:
        def (start, stop) = marks()
        def messages = [rig.message('escalate', after: ofMinutes(15)), rig.message('update', every: ofMinutes(10))]

        when:
        rig.run(rig.plan([messages: messages], [rig.step('before', rig.ok(ofMinutes(12))), start, rig.step('a', rig.ok(ofMinutes(25))), stop]))

        then:
        sent() == [['update', 22], ['escalate', 27], ['update', 32]]
    }

    def 'an outage that began earlier counts'() {
        given:
        def messages = [rig.message('escalate', after: ofMinutes(15)), rig.message('update', every: ofMinutes(10))]

        when:
        rig.run(rig.plan([messages: messages], [rig.step('a', rig.ok(ofMinutes(9)))]), since: rig.clock.wall() - ofMinutes(13))

        then:
        sent() == [['escalate', 2], ['update', 7]]
    }

    def 'a resumed run sends each moment once, wherever the engine died'() {
        given:
        def build = { Rig r -> r.plan([messages: [STARTED, CLOCK_STARTED, RECOVERED, SUCCEEDED].collect { r.message(it.word(), on: [it]) }],
                [marks(r)[0], r.step('a', idempotent: true), marks(r)[1], r.step('b', idempotent: true)]) }
        def whole = new Rig()
        whole.run(build(whole))

        expect:
        (1..<whole.entries.size()).each { died ->
            def r = new Rig(crashAt: died)
            try {
                r.run(build(r))
            } catch (Rig.EngineDied expected) {
                r.crashAt = -1
            }
            r.resume(build(r))
            assert sent(r)*.get(0).countBy { it } == [started: 1, clockStarted: 1, recovered: 1, succeeded: 1]: "died at record $died"
        }
    }

    def 'a message that is #what is a missed communication target, and does not change the exit code'() {
        given:
        rig.delivers = { Notice notice -> notice.text() == 'slow' ? new Delivery(result, cause, took) : new Delivery(DeliveryResult.SENT, '', ofSeconds(1)) }

        when:
        def end = rig.run(rig.plan([rto: ofMinutes(5), messages: [rig.message('slow', on: [STARTED]), rig.message('fine', on: [SUCCEEDED])]], [rig.step('a')]))
        def verdict = rig.recorded(RunFinished)[0].verdicts().find { it.objective() == Objective.COMMUNICATION }

        then:
        end.exitCode() == 0
        verdict.verdict() == Verdict.Outcome.MISSED
        verdict.targetMs() == 30_000
        verdict.actualMs() == actual
        verdict.why().startsWith('1 of 2 messages late or not delivered: ')
        verdict.why().endsWith(' (started)')

        where:
        what            | result                   | cause | took          || actual
        'late'          | DeliveryResult.SENT      | ''    | ofSeconds(42) || 42_000
        'not delivered' | DeliveryResult.FAILED    | 'no'  | ofSeconds(1)  || -1
        'timed out'     | DeliveryResult.TIMED_OUT | 'no'  | ofSeconds(30) || -1
    }

    def 'messages in time are no part of the verdict'() {
        when:
        rig.run(rig.plan([messages: every()], [rig.step('a')]))

        then:
        rig.recorded(RunFinished)[0].verdicts() == []
    }
}
