package dev.runbook.run.people

import dev.runbook.journal.event.*
import dev.runbook.journal.event.QuestionAnswered.Acceptance
import dev.runbook.plan.Group
import dev.runbook.plan.Handler
import dev.runbook.plan.Message
import dev.runbook.plan.Question
import dev.runbook.plan.Question.Box
import dev.runbook.plan.Question.Input
import dev.runbook.plan.Question.Silence
import dev.runbook.plan.Task
import dev.runbook.run.Rig
import dev.runbook.run.drill.Injection
import java.time.Duration
import spock.lang.Specification

/** Approvals, manual steps, pauses and choices of a run on virtual time. */
class QuestionsSpec extends Specification {
    static final Duration MINUTE = Duration.ofMinutes(1)
    static final Map PEOPLE = [lead: ['maria', 'jo'], ops: ['jo', 'ana']]

    def rig = new Rig()

    private run(Map options = [:], List nodes) {
        rig.run([people: PEOPLE, *: options], rig.plan(options, nodes))
    }

    private static Duration seconds(long time) {
        Duration.ofSeconds(time)
    }

    private List<String> answers() {
        rig.recorded(QuestionAnswered).collect { "${it.acceptance().name().toLowerCase()}: ${it.describe()}".toString() }
    }

    def 'a run continues when each role has a yes from a different person'() {
        given:
        rig.answers(seconds(5), 'jo', Answer.APPROVE)
        rig.answers(seconds(9), 'jo', Answer.APPROVE)
        rig.answers(seconds(20), second, Answer.APPROVE)

        when:
        def end = run([rig.ask(Task.Kind.APPROVE, 'Go on', by: ['lead', 'ops'], budget: MINUTE), rig.step('Next')])

        then: 'one person with both roles is one of the two'
        end.status() == RunStatus.SUCCEEDED
        rig.ran == ['Next']
        answers() == ['counted: approved by jo', 'refused: approved by jo', "counted: approved by $second".toString()]
        rig.recorded(QuestionAnswered)[1].refusal() == 'jo has said yes already; still open: ' + open
        rig.recorded(StepFinished)[0].cause() == "approved by jo, $second"

        where: 'jo stands for either role, whichever the other person does not have'
        second  | open
        'maria' | 'ops'
        'ana'   | 'ops'
    }

    def 'a no ends the run as aborted, after the own handler of the approve and without any other'() {
        given:
        rig.answers(seconds(5), 'maria', Answer.REJECT, why: 'the vendor has a fix')
        def own = rig.handler([rig.step('Tidy')], new Handler.Stop())
        def fallback = rig.fallBackTo(rig.plan([rig.step('Fallback')], id: 'test/other'))
        def approve = rig.ask(Task.Kind.APPROVE, 'Go on', by: ['lead'], budget: MINUTE, onFailure: own)

        when:
        def end = run([rig.group(Group.Kind.PHASE, 'Phase', [approve, rig.step('Next')], onFailure: rig.handler([rig.step('Of the phase')], new Handler.CarryOn()))],
                onFailure: rig.handler([rig.step('Of the runbook')], fallback))

        then:
        end.status() == RunStatus.ABORTED
        end.cause() == "'Go on' was rejected by maria: the vendor has a fix"
        rig.ran == ['Tidy']
        rig.recorded(StepFinished).find { it.step() == 'Go on' }.by() == DecidedBy.REJECTION
    }

    def 'silence #meaning within the budget: #status'() {
        when:
        def end = run([rig.ask(kind, 'Asked', by: ['lead'], budget: MINUTE, silence: silence, choices: ['a', 'b'], boxes: kind == Task.Kind.MANUAL ? [new Box('Do it', '', [])] : []), rig.step('Next')])

        then:
        end.status() == status
        rig.clock.elapsingNanos() >= MINUTE.toNanos()
        rig.recorded(StepFinished)[0].with { [it.result().word(), it.cause()] } == [result, cause.toString()]

        where:
        kind              | silence               || status              | result     | cause
        Task.Kind.APPROVE | Silence.REJECTS       || RunStatus.ABORTED   | 'failed'   | 'rejected by silence: no answer in time'
        Task.Kind.APPROVE | Silence.APPROVES      || RunStatus.SUCCEEDED | 'ok'       | 'approved by silence'
        Task.Kind.CHOOSE  | Silence.CHOOSES_FIRST || RunStatus.SUCCEEDED | 'ok'       | 'a, chosen by silence'
        Task.Kind.CHOOSE  | Silence.TIMES_OUT     || RunStatus.FAILED    | 'timedOut' | "the budget of 'Asked' (1m) is used up"
        Task.Kind.MANUAL  | Silence.TIMES_OUT     || RunStatus.FAILED    | 'timedOut' | "the budget of 'Asked' (1m) is used up; open boxes: 1"
        meaning = silence.name().toLowerCase()
    }

    def 'an answer #what is refused in one clear line, and the question stays open'() {
        given:
        rig.answers(options, seconds(5), who, answer)
        rig.answers(seconds(10), 'maria', Answer.APPROVE)

        when:
        def end = run([rig.ask(Task.Kind.APPROVE, 'Go on', by: ['lead'], budget: MINUTE)])

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.recorded(QuestionAnswered)[0].acceptance() == Acceptance.REFUSED
        rig.recorded(QuestionAnswered)[0].refusal() == refusal

        where:
        what                            | who     | answer         | options         || refusal
        'of a person without the role'  | 'ana'   | Answer.APPROVE | [:]             || "ana has no role that may answer 'Go on'; asked: lead: maria, jo"
        'to a question of another name' | 'maria' | Answer.APPROVE | [step: 'Other'] || "no question is named 'Other'; open: 'Go on'"
        'of another kind'               | 'maria' | Answer.TICK    | [number: 3]     || "no question takes this answer; open: 'Go on'"
    }

    def 'the first answer counts, a late one is recorded'() {
        given:
        rig.answers(seconds(5), 'maria', Answer.APPROVE)
        rig.answers(seconds(30), 'jo', Answer.REJECT, why: 'wait')

        when:
        def end = run([rig.ask(Task.Kind.APPROVE, 'Go on', by: ['lead'], budget: MINUTE), rig.step('Next', rig.ok(MINUTE))])

        then:
        end.status() == RunStatus.SUCCEEDED
        answers() == ['counted: approved by maria', 'late: rejected by jo: wait']
        rig.recorded(QuestionAnswered)[1].refusal() == 'already approved by maria'
    }

    def 'a manual is done when every box is ticked or skipped, and leaves the values that people gave'() {
        given:
        def boxes = [new Box('Take a backup', '', [new Input('location', 'where it is', [], false, '')]), new Box('Test it', '', []), new Box('Tell all', '', [])]
        rig.answers(seconds(1), 'maria', Answer.TICK, number: 4)
        rig.answers(seconds(2), 'maria', Answer.TICK, number: 4, values: [location: '/b1'])
        rig.answers(seconds(3), 'jo', Answer.TICK, number: 4, values: [location: '/b2'])
        rig.answers(seconds(4), 'jo', Answer.SKIP, number: 5)
        rig.answers(seconds(5), 'jo', Answer.SKIP, number: 5, why: 'no machine')
        rig.answers(seconds(6), 'jo', Answer.TICK, number: 6)

        when:
        def end = run([rig.ask(Task.Kind.MANUAL, 'Backup', by: ['lead'], budget: MINUTE, boxes: boxes, first: 4)])

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.recorded(QuestionAnswered)*.refusal() == ["box 4 needs 'location' (where it is): give -p location=…", '',
                                                      'box 4 ticked by maria {location=/b1} already', 'give a reason, for the record', '', '']
        rig.recorded(AttemptFinished)[0].values().complete() == ['param location': '/b1']
        rig.recorded(StepFinished)[0].cause() == '2 ticked, 1 skipped'
    }

    def 'a failed box fails the manual, and its handler runs as for any step'() {
        given:
        rig.answers(seconds(5), 'maria', Answer.FAIL, number: 1, why: 'the disk is full')

        when:
        def end = run([rig.ask(Task.Kind.MANUAL, 'Backup', budget: MINUTE, boxes: [new Box('Do it', '', [])],
                onFailure: rig.handler([rig.step('Alarm')], new Handler.CarryOn())), rig.step('Next')])

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.ran == ['Alarm', 'Next']
        rig.recorded(StepFinished)[0].with { [it.result().word(), it.cause()] } == ['failed', 'box 1 failed by maria: the disk is full']
    }

    def 'a pause lasts its time, unless a person ends it with a reason'() {
        given:
        if (ends) {
            rig.answers(seconds(10), 'maria', Answer.END, why: 'everybody is out')
        }

        when:
        def end = run([rig.ask(Task.Kind.PAUSE, 'Wait', lasts: MINUTE, budget: MINUTE, silence: Silence.APPROVES)])

        then:
        end.status() == RunStatus.SUCCEEDED
        seconds(took).toNanos() <= rig.clock.elapsingNanos()
        rig.clock.elapsingNanos() < seconds(took + 1).toNanos()

        where:
        ends  | took
        false | 60
        true  | 10
    }

    def 'a choice is the value of its handle'() {
        given:
        rig.answers(seconds(4), 'maria', Answer.CHOOSE, number: 3)
        rig.answers(seconds(5), 'maria', Answer.CHOOSE, number: 2)

        when:
        run([rig.ask(Task.Kind.CHOOSE, 'Which', budget: MINUTE, choices: ['a', [name: 'b', size: 3]])])

        then:
        rig.recorded(QuestionAnswered)[0].refusal() == 'there is no choice 3: give a number from 1 to 2'
        rig.recorded(AttemptFinished)[0].values().complete() == [value: [name: 'b', size: 3]]
        rig.recorded(StepFinished)[0].cause() == 'b  3, chosen by maria'
    }

    def 'a message on waiting is sent when people are asked'() {
        given:
        rig.answers(seconds(5), 'maria', Answer.APPROVE)

        when:
        run([rig.ask(Task.Kind.APPROVE, 'Go on', budget: MINUTE)], messages: [rig.message(on: [Message.When.WAITING], 'please answer: @links')])

        then:
        rig.notices*.text() == ['please answer: answer with: runbook attach r1']
        rig.recorded(MessageSent)*.trigger() == [MessageTrigger.WAITING]
    }

    def 'an engine that dies while people are asked: the next one asks what is open, and nothing twice'() {
        given:
        def plan = rig.plan([rig.ask(Task.Kind.APPROVE, 'Go on', by: ['lead', 'ops'], budget: MINUTE), rig.step('Next')])
        rig.answers(seconds(5), 'maria', Answer.APPROVE)
        rig.crashAt = 5

        when:
        rig.run(people: PEOPLE, plan)

        then:
        thrown Rig.EngineDied
        answers() == ['counted: approved by maria']

        when:
        rig.crashAt = -1
        rig.answers(seconds(3605), 'ana', Answer.APPROVE)
        def end = rig.resume(people: PEOPLE, plan, Duration.ofHours(1))

        then: 'the yes of before still counts'
        end.status() == RunStatus.SUCCEEDED
        rig.recorded(QuestionAsked)*.continued() == [false, true]
        answers() == ['counted: approved by maria', 'counted: approved by ana']
    }

    def 'an aborted run that is resumed asks a rejected question again'() {
        given:
        def tidy = rig.step('Tidy')
        def plan = rig.plan([rig.ask(Task.Kind.APPROVE, 'Go on', by: ['lead'], budget: MINUTE, onFailure: rig.handler([tidy], new Handler.Stop())), rig.step('Next')])
        rig.answers(seconds(5), 'maria', Answer.REJECT, why: 'not now')

        expect:
        rig.run(people: PEOPLE, plan).status() == RunStatus.ABORTED

        when:
        rig.answers(seconds(20), 'maria', Answer.APPROVE)
        def end = rig.resume(people: PEOPLE, plan, seconds(10))

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.recorded(QuestionAsked)*.continued() == [false, false]
        rig.ran == ['Tidy', 'Next']
    }

    def 'a pause that was cut off lasts as long as it would have'() {
        given:
        def plan = rig.plan([rig.ask(Task.Kind.PAUSE, 'Wait', lasts: Duration.ofMinutes(10), budget: Duration.ofMinutes(10), silence: Silence.APPROVES)])
        rig.clock.after(MINUTE) { rig.control.requestStop('INT', 130) }

        expect:
        rig.run(people: PEOPLE, plan).status() == RunStatus.ABORTED

        when:
        def before = rig.entries.find { it.event() instanceof QuestionAsked }.at()
        def again = new Rig(clock: rig.clock)
        again.entries.addAll(rig.entries)
        def end = again.resume(people: PEOPLE, plan, Duration.ofMinutes(4))

        then:
        end.status() == RunStatus.SUCCEEDED
        Duration.between(before, again.clock.wall()).toMinutes() == 10
    }

    def 'a drill answers after its time, and every answer is marked as the drill\'s'() {
        when:
        def end = run(drillAnswers: seconds(2), [rig.ask(Task.Kind.APPROVE, 'Go on', by: ['lead', 'ops'], budget: MINUTE),
                       rig.ask(Task.Kind.MANUAL, 'Backup', budget: MINUTE, boxes: [new Box('Do', '', [new Input('where', 'w', ['left', 'right'], false, '')])]),
                       rig.ask(Task.Kind.CHOOSE, 'Which', budget: MINUTE, choices: ['a', 'b']),
                       rig.ask(Task.Kind.PAUSE, 'Wait', lasts: MINUTE, budget: MINUTE)])

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.recorded(QuestionAnswered)*.source().toSet() == [AnswerSource.DRILL] as Set
        rig.recorded(QuestionAnswered)[1].values() == [where: 'left']
        rig.clock.elapsingNanos() < seconds(10).toNanos()
    }

    def 'an injected #kind is #meaning of #asked'() {
        when:
        def end = run([rig.ask(asked, 'Asked', by: ['lead'], budget: MINUTE, boxes: [new Box('Do', '', [])], silence: asked == Task.Kind.APPROVE ? Silence.REJECTS : Silence.TIMES_OUT)],
                drillAnswers: seconds(2), injections: [new Injection('Asked', kind, Duration.ZERO)])

        then:
        end.status() == status
        rig.recorded(StepFinished)[0].cause() == cause

        where:
        asked             | kind                   || meaning        | status            | cause
        Task.Kind.APPROVE | Injection.Kind.FAIL    || 'a no'         | RunStatus.ABORTED | 'rejected by the drill: injected failure'
        Task.Kind.APPROVE | Injection.Kind.TIMEOUT || 'silence'      | RunStatus.ABORTED | 'rejected by silence: no answer in time'
        Task.Kind.MANUAL  | Injection.Kind.FAIL    || 'a failed box' | RunStatus.FAILED  | 'box 1 failed by the drill: injected failure'
        Task.Kind.MANUAL  | Injection.Kind.TIMEOUT || 'silence'      | RunStatus.FAILED  | "the budget of 'Asked' (1m) is used up; open boxes: 1"
    }
}
