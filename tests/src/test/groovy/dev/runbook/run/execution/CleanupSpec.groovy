package dev.runbook.run.execution

import dev.runbook.journal.event.*
import dev.runbook.plan.Group
import dev.runbook.plan.Handler
import dev.runbook.plan.Task
import dev.runbook.run.Rig
import dev.runbook.run.control.StopRequest
import spock.lang.Specification

import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

/** {@code cleanup} of a container: it runs once, however the container ended. */
class CleanupSpec extends Specification {
    def rig = new Rig()

    def 'the cleanup runs after a phase that ended #how, and the run ends #status'() {
        given:
        def plan = rig.plan([phase([rig.step('Freeze'), rig.step([budget: ofSeconds(10)], 'Copy', rig."$attempt"())])])

        when:
        def end = rig.run(plan)

        then:
        rig.ran == ['Freeze', 'Copy', 'Unfreeze']
        end.status() == status
        rig.results().last() == 'Unfreeze: ok'
        rig.recorded(GroupStarted)*.kind() == [StepKind.PHASE, StepKind.CLEANUP]
        rig.recorded(GroupFinished)*.step() == ['Move', 'Cleanup of Move']

        where:
        how                    | attempt   || status
        'ok'                   | 'ok'      || RunStatus.SUCCEEDED
        'failed'               | 'fails'   || RunStatus.FAILED
        'by its budget'        | 'hangs'   || RunStatus.FAILED
        'with an unknown step' | 'unknown' || RunStatus.FAILED
    }

    def 'a used-up budget of the phase does not bound its cleanup'() {
        given:
        def plan = rig.plan([rig.group(Group.Kind.PHASE, 'Move', [rig.step('Copy', rig.hangs()), cleaning([unfreeze(ofMinutes(1))])], budget: ofSeconds(5))])

        when:
        rig.run(plan)

        then:
        rig.results() == ['Copy: timedOut', 'Unfreeze: ok']
    }

    def 'the cleanup runs after the handler, and before the runbook that it falls back to'() {
        given:
        def other = rig.plan([rig.step('Restore')], id: 'test/other')
        def plan = rig.plan([rig.group(Group.Kind.PHASE, 'Move', [rig.step('Copy', rig.fails()), cleaning([unfreeze()])],
                onFailure: rig.handler([rig.step('Tell')], rig.fallBackTo(other)))])

        when:
        def end = rig.run(plan)

        then:
        rig.ran == ['Copy', 'Tell', 'Unfreeze', 'Restore']
        end.status() == RunStatus.FELL_BACK
    }

    def 'the cleanup runs when the run is stopped, and nothing else does'() {
        given:
        def plan = rig.plan([phase([rig.step('Copy', { attempt ->
            rig.control.requestStop('INT', 130)
            rig.waitsForStop(attempt)
        }), rig.step('Next')])])

        when:
        def end = rig.run(plan)

        then:
        rig.ran == ['Copy', 'Unfreeze']
        end.status() == RunStatus.ABORTED
        rig.recorded(RunFinished)[0].trace().barrier() == FailureTrace.Barrier.CLEANED_UP
        rig.recorded(RunFinished)[0].trace().obstacle().contains("its cleanup ran 'Unfreeze'")
    }

    def 'the cleanups run after a no to an approve in the phase, and nothing else does'() {
        given:
        rig.answers(ofSeconds(5), 'maria', Answer.REJECT, why: 'too late')
        def approve = rig.ask(Task.Kind.APPROVE, 'Go on', by: ['lead'], budget: ofMinutes(1))
        def plan = rig.plan([phase([rig.step('Freeze'), approve, rig.step('Copy')]), rig.step('Next'), rig.group(Group.Kind.CLEANUP, 'Cleanup', [rig.step('End maintenance')])])

        when:
        def end = rig.run([people: [lead: ['maria']]], plan)

        then:
        rig.ran == ['Freeze', 'Unfreeze', 'End maintenance']
        end.status() == RunStatus.ABORTED
        end.cause() == "'Go on' was rejected by maria: too late"
    }

    def 'the cleanup of the runbook runs after the cleanup of its phase'() {
        given:
        def plan = rig.plan([phase([rig.step('Copy', rig.fails())]), rig.step('Next'), rig.group(Group.Kind.CLEANUP, 'Cleanup', [rig.step('End maintenance')])])

        expect:
        rig.run(plan).status() == RunStatus.FAILED
        rig.ran == ['Copy', 'Unfreeze', 'End maintenance']
    }

    def 'a phase that was not reached or is skipped is not cleaned up'() {
        given:
        def plan = rig.plan([rig.step('First', rig.fails()), phase([rig.step('Copy')])])

        expect:
        rig.run(plan).status() == RunStatus.FAILED
        rig.ran == ['First']
    }

    def 'a cleanup that fails makes an ok phase fail; the failure of a failed phase remains'() {
        given:
        def plan = rig.plan([rig.group(Group.Kind.PHASE, 'Move', [rig.step('Copy', rig."$attempt"()), cleaning([rig.step('Unfreeze', rig.fails())])])])

        when:
        def end = rig.run(plan)

        then:
        end.status() == RunStatus.FAILED
        end.cause().contains(cause)

        where:
        attempt || cause
        'ok'    || "'Unfreeze' failed"
        'fails' || "'Copy' failed"
    }

    def 'a failed run whose cleanup has run a step is not resumed'() {
        given:
        rig.run(rig.plan([phase([rig.step('Copy', rig.fails())])]))

        expect:
        !rig.recorded(RunFinished)[0].trace().resumable()
        rig.recorded(RunFinished)[0].trace().barrier() == FailureTrace.Barrier.CLEANED_UP
    }

    def 'an engine that died at record #crash of a failed phase: a resume runs what is missing of the cleanup, once'() {
        given:
        def plan = rig.plan([phase([rig.step([idempotent: true], 'Copy', rig.fails())])])
        rig.crashAt = crash

        when:
        try {
            rig.run(plan)
        } catch (Rig.EngineDied died) {
            rig.crashAt = -1
            rig.resume(plan)
        }

        then:
        rig.recorded(RunFinished).size() == 1
        rig.recorded(RunFinished)[0].status() == RunStatus.FAILED
        rig.results().count('Unfreeze: ok') == 1
        rig.ran.count('Unfreeze') in [1, 2] // a second attempt only where the end of the first was not recorded
        rig.ran.last() == 'Unfreeze'

        where:
        crash << (2..14)
    }

    def 'an engine that died during the cleanup of a stopped phase: a resume only cleans up'() {
        given:
        def plan = rig.plan([phase([rig.step('Copy', { attempt ->
            rig.control.requestStop('INT', 130)
            rig.waitsForStop(attempt)
        }), rig.step('Next')])])
        def other = new Rig()
        rig.run(plan)
        def begun = rig.entries.findIndexOf { it.event() instanceof GroupStarted && it.event().kind() == StepKind.CLEANUP }
        other.entries.addAll(rig.entries[0..begun])

        when:
        def end = other.resume(other.plan([other.group(Group.Kind.PHASE, 'Move', [other.step('Copy'), other.step('Next'), other.group(Group.Kind.CLEANUP, 'Cleanup of Move', [other.step([idempotent: true], 'Unfreeze')])])]))

        then:
        other.ran == ['Unfreeze']
        end.status() == RunStatus.ABORTED
    }

    private Group phase(List members) {
        rig.group(Group.Kind.PHASE, 'Move', members + [cleaning([unfreeze()])])
    }

    private Group cleaning(List members) {
        rig.group(Group.Kind.CLEANUP, 'Cleanup of Move', members)
    }

    private unfreeze(time = ofSeconds(1)) {
        rig.step([idempotent: true, budget: ofMinutes(2)], 'Unfreeze', rig.ok(time))
    }
}
