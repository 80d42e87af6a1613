package dev.runbook.run.people

import dev.runbook.journal.event.Answer
import dev.runbook.journal.event.AnswerSource
import dev.runbook.journal.event.ClockStarted
import dev.runbook.journal.event.FiredTrigger
import dev.runbook.journal.event.RequestedApproval
import dev.runbook.journal.event.RunStatus
import dev.runbook.journal.event.StopRequested
import dev.runbook.journal.event.TriggerSample
import dev.runbook.plan.ClockMark
import dev.runbook.plan.Group
import dev.runbook.plan.Handler
import dev.runbook.plan.Message.When
import dev.runbook.run.Rig
import dev.runbook.run.control.StopRequest
import java.time.Duration
import spock.lang.Specification

/** A run that a trigger requests and people must approve: until the yes nothing happens, and nobody else hears of it. */
class RequestedRunbookSpec extends Specification {
    static final ASK = 'Start test/plan'

    Rig rig = new Rig()
    def people = [lead: ['lena']]

    def 'with a yes the run begins: the RTO clock and the messages of the runbook start then'() {
        given:
        rig.answers(Duration.ofMinutes(3), 'lena', Answer.APPROVE)

        when:
        def end = run(plan())

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.results() == ["$ASK: ok", 's: ok', 'clean up: ok']*.toString()
        rig.ran == ['s', 'clean up']
        rig.recorded(ClockStarted)*.elapsedMs() == [0]
        Duration.between(rig.entries[0].at(), rig.entries.find { it.event() instanceof ClockStarted }.at()) == Duration.ofMinutes(3)
        rig.notices*.text()[1..-1] == ['begins', 'ends']

        and: 'those who are asked hear why, and how to answer'
        rig.notices[0].channel() == 'on-call'
        rig.notices[0].text().contains("trigger 'Score of 60' (high) of shop/decision asks to start test/plan")
        rig.notices[0].text().contains('Total: 65')
        rig.notices[0].text().contains('No answer within 15m is a no. Answer with: runbook approve r1')
    }

    def 'without a yes nothing has happened: #how'() {
        given:
        answer(rig)

        when:
        def end = run(plan())

        then:
        end.status() == RunStatus.ABORTED
        rig.ran == []
        rig.recorded(ClockStarted) == []
        rig.notices*.channel().toUnique() == ['on-call']
        rig.notices.last().text().startsWith('test/plan was not started, nothing was changed: ')

        where:
        how             | answer
        'silence'       | { Rig r -> }
        'a no'          | { Rig r -> r.answers(Duration.ofMinutes(1), 'lena', Answer.REJECT, why: 'not now') }
        'a stranger'    | { Rig r -> r.answers(Duration.ofMinutes(1), 'eve', Answer.APPROVE) }
        'a stop'        | { Rig r -> r.clock.after(Duration.ofMinutes(1)) { r.control.requestStop('INT', 130) } }
        'an incident'   | { Rig r -> r.clock.after(Duration.ofMinutes(1)) { r.control.requestStop(StopRequest.overtaken('jo', 'shop', 143)) } }
    }

    def 'a run that an incident has overtaken says so, and undoes nothing'() {
        given:
        rig.clock.after(Duration.ofMinutes(1)) { rig.control.requestStop(StopRequest.overtaken('jo', 'shop', 143)) }

        when:
        def end = run(plan())

        then:
        end.exitCode() == 143
        rig.recorded(StopRequested)*.source() == [StopRequested.Source.YIELD]
        rig.recorded(StopRequested)[0].text() == "by jo: an incident needs lock 'shop'; nothing has been done yet"
    }

    def 'a runbook that says where its clock starts keeps its own mark'() {
        given:
        rig.answers(Duration.ofMinutes(1), 'lena', Answer.APPROVE)

        when:
        run(rig.plan([rig.step('before', rig.ok(Duration.ofMinutes(2))), new ClockMark(ClockMark.Kind.START, rig.place()), rig.step('s')], rto: Duration.ofMinutes(5)))

        then:
        Duration.between(rig.entries[0].at(), rig.entries.find { it.event() instanceof ClockStarted }.at()) == Duration.ofMinutes(3)
    }

    def 'a resume asks again if nobody had answered, and not if they had: #crash'() {
        given:
        rig.answers(Duration.ofMinutes(1), 'lena', Answer.APPROVE)
        rig.crashAt = crash

        when:
        run(plan())

        then:
        thrown(Rig.EngineDied)

        when:
        rig.crashAt = -1
        int asked = rig.events.count { it.getClass().simpleName == 'QuestionAsked' }
        rig.answers(Duration.ofMinutes(2), 'lena', Answer.APPROVE)
        def end = rig.resume(plan(), people: people, trigger: trigger())

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.ran == ['s', 'clean up']
        rig.recorded(ClockStarted).size() == 1
        rig.notices*.text().count('begins') == begins
        rig.events.count { it.getClass().simpleName == 'QuestionAsked' } - asked == again

        where:
        crash | again | begins
        3     | 1     | 1   // the question is recorded
        7     | 0     | 2   // the yes and the end of the question are recorded, the first message is sent and not recorded
        8     | 0     | 1   // it is recorded too
    }

    private run(plan) {
        rig.run(plan, people: people, trigger: trigger())
    }

    private plan() {
        rig.plan([rig.step('s'), rig.group(Group.Kind.CLEANUP, 'cleanup', [rig.step('clean up')])], rto: Duration.ofMinutes(5),
            onFailure: rig.handler([rig.step('handler')], new Handler.Stop()),
            messages: [rig.message('begins', on: [When.STARTED]), rig.message('ends', on: [When.SUCCEEDED]), rig.message('aborted', on: [When.ABORTED])])
    }

    private static FiredTrigger trigger() {
        new FiredTrigger('i', 'Score of 60', 'high', 'shop/decision', '2026-01-31T11:58:00Z', '2026-01-31T12:00:00Z', [],
            [new TriggerSample('2026-01-31T12:00:00Z', 'Total', '65')],
            Optional.of(new RequestedApproval('lead', 900_000, ['on-call'])), '', '')
    }
}
