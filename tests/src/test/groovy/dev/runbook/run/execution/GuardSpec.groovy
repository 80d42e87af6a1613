package dev.runbook.run.execution

import dev.runbook.action.Outcome
import dev.runbook.journal.event.*
import dev.runbook.plan.Background
import dev.runbook.plan.Group
import dev.runbook.plan.Handler
import dev.runbook.plan.Task
import dev.runbook.run.Rig
import dev.runbook.model.StepState
import dev.runbook.value.Result
import spock.lang.Specification

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

import static java.time.Duration.ofMillis
import static java.time.Duration.ofSeconds

/** {@code guard}: conditions that must hold while the following members of a container run. */
class GuardSpec extends Specification {
    def rig = new Rig()

    def 'a guard that does not hold stops the running step and fails its container, whose handler runs'() {
        given:
        def plan = rig.plan([phase([guard({ attempt -> assert rig.hung.await(20, TimeUnit.SECONDS); rig.fails().call(attempt) }),
                                    rig.step('Shift', { rig.waitsForStop(it) }), rig.step('Next')],
                onFailure: rig.handler([rig.step('Shift back')], new Handler.Stop()))])

        when:
        def end = rig.run(plan)

        then:
        end.status() == RunStatus.FAILED
        end.cause().contains("'Few errors' failed")
        rig.results().containsAll(['Few errors: failed', 'Shift: cancelled', 'Shift back: ok'])
        !('Next' in rig.ran)
        rig.recorded(AttemptFinished).find { it.step() == 'Shift' }.stopped().what() == 'TERM'
        rig.recorded(GroupFinished)[0].result() == Result.FAILED
        rig.recorded(RunFinished)[0].trace().barrier() in [FailureTrace.Barrier.STOPPED_BY_GUARD]
    }

    def 'a guard that holds is stopped at the end of its container, which is ok'() {
        given:
        def looked = new CountDownLatch(3)
        def plan = rig.plan([phase([guard({ attempt -> looked.countDown(); rig.ok().call(attempt) }),
                                    rig.step('Shift', { attempt -> assert looked.await(20, TimeUnit.SECONDS); Outcome.ok([:]) })]), rig.step('After')])

        when:
        def end = rig.run(plan)

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.results().containsAll(['Shift: ok', 'Few errors: cancelled', 'After: ok'])
        rig.model.view(Optional.empty()).get().allSteps().find { it.path() == 'Few errors' }.state() == StepState.OK
    }

    def 'a sample without an answer is evidence of nothing'() {
        given:
        def looked = new CountDownLatch(3)
        def plan = rig.plan([phase([guard({ attempt -> looked.countDown(); Outcome.unknown('no answer', [:]) }),
                                    rig.step('Shift', { attempt -> assert looked.await(20, TimeUnit.SECONDS); Outcome.ok([:]) })])])

        expect:
        rig.run(plan).status() == RunStatus.SUCCEEDED
    }

    def 'an engine that died after the guard had failed: a resume does not run the stopped step again'() {
        given:
        def plan = rig.plan([phase([guard({ attempt -> assert rig.hung.await(20, TimeUnit.SECONDS); rig.fails().call(attempt) }),
                                    rig.step([idempotent: true], 'Shift', { rig.waitsForStop(it) })],
                onFailure: rig.handler([rig.step('Shift back')], new Handler.Stop()))])
        rig.run(plan)
        def failed = rig.entries.findIndexOf { it.event() instanceof StepFinished && it.event().step() == 'Few errors' }
        def other = new Rig()
        other.entries.addAll(rig.entries[0..failed])

        when:
        def end = other.resume(other.plan([other.group(Group.Kind.PHASE, 'Move', [
                new Background(other.step([kind: Task.Kind.GUARD, every: ofMillis(20)], 'Few errors')), other.step([idempotent: true], 'Shift')],
                onFailure: other.handler([other.step('Shift back')], new Handler.Stop()))]))

        then:
        other.ran == ['Shift back']
        end.status() == RunStatus.FAILED
    }

    private Group phase(Map options = [:], List members) {
        rig.group(options, Group.Kind.PHASE, 'Move', members)
    }

    private Background guard(Closure attempt) {
        new Background(rig.step([kind: Task.Kind.GUARD, every: ofMillis(20)], 'Few errors', attempt))
    }
}
