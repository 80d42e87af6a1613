package dev.runbook.run.execution

import static dev.runbook.journal.event.Verdict.Outcome.*
import dev.runbook.journal.event.*
import dev.runbook.AuthorException
import dev.runbook.plan.*
import dev.runbook.action.Quorum
import dev.runbook.value.Result
import dev.runbook.run.Rig
import spock.lang.Specification

import java.time.Duration

import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

class PlanExecutorSpec extends Specification {
    def rig = new Rig()

    def 'steps run in order and a run that meets its RTO exits 0'() {
        when:
        def end = rig.run(rig.plan([rto: ofMinutes(5)], [rig.step('a', rig.ok(ofSeconds(10))), rig.step('b')]))

        then:
        end.status() == RunStatus.SUCCEEDED
        end.exitCode() == 0
        rig.ran == ['a', 'b']
        rig.recorded(ClockStopped)*.elapsedMs() == [10_000L]
        rig.recorded(RunFinished)[0].verdicts()*.verdict() == [MET]
    }

    def 'the first failure ends the run, with the step and the cause'() {
        when:
        def end = rig.run(rig.plan([rig.step('a', rig.fails()), rig.step('b')]))

        then:
        end.exitCode() == 1
        end.cause() == "'a' failed: exit code 1"
        rig.ran == ['a']
    }

    def 'a step is recorded as started before its action runs, and as finished before the next one starts'() {
        when:
        rig.run(rig.plan([rig.step('a'), rig.step('b')]))

        then:
        rig.events*.class*.simpleName.findAll { it != 'NoticeSent' } == [
                'RunStarted', 'ClockStarted', 'StepStarted', 'AttemptStarted', 'AttemptFinished', 'StepFinished',
                'StepStarted', 'AttemptStarted', 'AttemptFinished', 'StepFinished', 'ClockStopped', 'RunFinished']
    }

    def 'retry waits between attempts and stops at the first success'() {
        when:
        rig.run(rig.plan([rig.step('a', retry: new Retry(3, ofSeconds(5), 2), rig.fails(), rig.fails(), rig.ok())]))

        then:
        rig.results() == ['a: ok']
        rig.recorded(StepFinished)[0].attempts() == 3
        rig.recorded(Waiting)*.forMs() == [5_000L, 10_000L]
    }

    def 'no attempt begins without time left for it'() {
        when:
        rig.run(rig.plan([rig.step('a', budget: ofSeconds(10), retry: new Retry(3, ofSeconds(6), 1), rig.fails(ofSeconds(5)))]))

        then:
        rig.ran.size() == 1
        rig.recorded(StepFinished)[0].cause() == "exit code 1; no time for another attempt: 5s left of the budget of 'a'"
    }

    def 'an unknown outcome is retried only if the step is idempotent'() {
        when:
        rig.run(rig.plan([rig.step('a', idempotent: idempotent, retry: new Retry(1, ofSeconds(1), 1), rig.unknown(), rig.ok())]))

        then:
        rig.results() == [result]

        where:
        idempotent | result
        true       | 'a: ok'
        false      | 'a: unknown'
    }

    def 'a used up budget stops the action, names the budget, and is recorded as an overrun with its breakdown'() {
        when:
        def end = rig.run(rig.plan([rig.step('a', budget: ofSeconds(30), rig.hangs())]))

        then:
        end.exitCode() == 1
        rig.results() == ['a: timedOut']
        rig.recorded(StepFinished)[0].cause() == "the budget of 'a' (30s) is used up"
        rig.recorded(AttemptFinished)[0].stopped().what() == 'TERM'
        rig.recorded(Overrun)[0].blame() == '30s in its own action'
    }

    def 'the limit of one attempt ends that attempt only'() {
        when:
        rig.run(rig.plan([rig.step('a', budget: ofMinutes(2), attempt: ofSeconds(20), retry: new Retry(1, ofSeconds(1), 1),
                rig.hangs(), rig.ok())]))

        then:
        rig.results() == ['a: ok']
        rig.recorded(AttemptFinished)*.result() == [Result.TIMED_OUT, Result.OK]
        rig.recorded(AttemptFinished)[0].cause() == "the time for one attempt of 'a' (20s) is used up"
    }

    def 'the smaller of the budgets of a step and its container ends the step'() {
        when:
        rig.run(rig.plan([rig.group(Group.Kind.PHASE, 'p', budget: ofSeconds(20), [rig.step('a', rig.ok(ofSeconds(15))),
                rig.step('b', rig.hangs()), rig.step('c')])]))

        then:
        rig.results() == ['a: ok', 'b: timedOut']
        rig.recorded(StepFinished)[1].cause() == "the budget of 'p' (20s) is used up"
    }

    def 'a verify polls until it holds'() {
        when:
        rig.run(rig.plan([rig.step('v', kind: Task.Kind.VERIFY, budget: ofSeconds(90), every: ofSeconds(5),
                rig.fails(), rig.fails(), rig.ok())]))

        then:
        rig.results() == ['v: ok']
        rig.recorded(ClockStopped)[0].elapsedMs() == 10_000
    }

    def 'a verify polls a last time when its budget has no room for another wait'() {
        when:
        rig.run(rig.plan([rig.step('v', kind: Task.Kind.VERIFY, budget: ofSeconds(60), every: ofSeconds(45),
                rig.fails(took), rig.fails(took), rig.ok())]))

        then:
        rig.results() == ['v: ok']
        rig.recorded(ClockStopped)[0].elapsedMs() == last

        where: 'the last one has the time of the one before, and a second more'
        took         || last
        ofSeconds(0) || 59_000
        ofSeconds(3) || 56_000
    }

    def 'a verify that never holds is reported with the time it polled'() {
        when:
        rig.run(rig.plan([rig.step('v', kind: Task.Kind.VERIFY, budget: ofSeconds(60), every: ofSeconds(45), rig.fails())]))

        then:
        rig.recorded(StepFinished)*.with { [it.attempts(), it.cause()] } == [[3, 'did not hold within 59s; the last answer: exit code 1']]
    }

    def 'a run stopped during a wait reports which wait'() {
        given:
        rig.clock.after(ofSeconds(2)) { rig.control.requestStop('INT', 130) }

        when:
        rig.run(rig.plan([rig.step('v', kind: Task.Kind.VERIFY, budget: ofSeconds(60), every: ofSeconds(5), rig.fails())]))

        then:
        rig.recorded(StepFinished)*.with { [it.result(), it.cause()] } == [[Result.CANCELLED, 'stopped during a wait (until it holds)']]
    }

    def 'a verify with holdsFor polls until it has held for that time without a break'() {
        when:
        rig.run(rig.plan([rig.step('v', kind: Task.Kind.VERIFY, budget: ofSeconds(90), every: ofSeconds(5), holds: ofSeconds(20),
                rig.ok(), rig.ok(), rig.fails(), rig.ok())]))

        then:
        rig.results() == ['v: ok']
        rig.recorded(ClockStopped)[0].elapsedMs() == 15_000 + 20_000
    }

    def 'a verify with holdsFor fails as soon as the rest of its budget is too short'() {
        when:
        rig.run(rig.plan([rig.step('v', kind: Task.Kind.VERIFY, budget: ofSeconds(60), every: ofSeconds(5), holds: ofSeconds(30),
                rig.fails())]))

        then:
        rig.results() == ['v: timedOut']
        rig.recorded(ClockStopped)[0].elapsedMs() == 30_000
        rig.recorded(StepFinished)[0].cause() ==
                "exit code 1; it must hold 30s and only 30s of the budget of 'v' is left"
    }

    def 'a verify inside a step is part of its success'() {
        given:
        def verify = rig.step('inner', kind: Task.Kind.VERIFY, rig.fails())

        when:
        def end = rig.run(rig.plan([rig.step('a', verifies: [verify])]))

        then:
        rig.results() == ['a › inner: failed', 'a: failed']
        end.cause() == "'a' failed: 'a › inner' failed: exit code 1"
    }

    def 'a step whose condition does not hold is skipped, and the run continues'() {
        when:
        def end = rig.run(rig.plan([rig.step('a', onlyIf: condition(['params.x'])), rig.step('b')]))

        then:
        end.exitCode() == 0
        rig.ran == ['b']
        rig.recorded(StepSkipped)[0].why() == 'onlyIf: params.x'
    }

    def 'expect decides instead of the exit code'() {
        when:
        rig.run(rig.plan([rig.step('a', expect: condition([]), rig.fails()), rig.step('b', expect: condition(['exitCode == 3']), rig.ok())]))

        then:
        rig.results() == ['a: ok', 'b: failed']
        rig.recorded(StepFinished)[1].cause() == 'exitCode == 3 (exitCode was 0)'
    }

    def 'a body that reads a value of a step that did not run fails before it starts'() {
        given:
        def body = { throw new AuthorException("plan.groovy:3: 'Take a backup' did not run") } as Task.Body

        when:
        rig.run(rig.plan([rig.step('a', body: body)]))

        then:
        rig.ran == []
        rig.recorded(StepFinished)[0].cause() == "plan.groovy:3: 'Take a backup' did not run"
    }

    def 'all members of a parallel end before the quorum is counted'() {
        when:
        def end = rig.run(rig.plan([rig.group(Group.Kind.PARALLEL, 'checks', atLeast: atLeast,
                [rig.step('a'), rig.step('b', rig.fails()), rig.step('c')])]))

        then:
        rig.ran.sort() == ['a', 'b', 'c']
        end.exitCode() == exit
        rig.recorded(GroupFinished)[0].with { [it.result().word(), it.members().ok(), it.members().needed(), it.cause()] } == reported

        where:
        atLeast                 || exit | reported
        null                    || 1    | ['failed', 2, -1, "2 of 3 ok, 3 needed: 'b' failed: exit code 1"]
        new Quorum(2, 0)  || 0    | ['ok', 2, 2, '']
        new Quorum(0, 66) || 0    | ['ok', 2, 2, '']
        new Quorum(0, 67) || 1    | ['failed', 2, 3, "2 of 3 ok, 3 needed: 'b' failed: exit code 1"]
    }

    def 'a member whose failure its handler ignored does not count as ok: #kind'() {
        given:
        def ignoring = rig.handler([], new Handler.CarryOn())

        when:
        def end = rig.run(rig.plan([rig.group(kind, 'checks', [rig.step('a'), rig.step(onFailure: ignoring, 'b', rig.fails())])]))

        then:
        end.exitCode() == 0
        rig.recorded(GroupFinished)[0].members().describe() == '1 of 2 ok, 1 ignored'

        where:
        kind << [Group.Kind.PARALLEL, Group.Kind.PHASE]
    }

    static Condition condition(List<String> failing) {
        new Condition() {
            @Override
            List<String> texts() { failing }

            @Override
            List<Condition.Failed> failures(Map<String, Object> values, java.util.function.UnaryOperator<String> mask) {
                failing.collect {
                    new Condition.Failed(it, new Place('plan.groovy', 1, 1),
                            values.containsKey('exitCode') ? [new Condition.Part('exitCode', 0, values.exitCode.toString())] : [], Optional.empty())
                }
            }
        }
    }
}
