package dev.runbook.run.execution

import dev.runbook.journal.event.*
import dev.runbook.plan.ForEach
import dev.runbook.plan.Handler
import dev.runbook.plan.Task
import dev.runbook.run.Rig
import dev.runbook.model.RunView
import dev.runbook.value.Result
import spock.lang.Specification

import static java.time.Duration.ofMinutes

/** {@code firstOf}: goes through a list up to the first element that holds. */
class FirstOfSpec extends Specification {
    static final FILES = ['a.sql', 'b.sql', 'c.sql']
    def rig = new Rig()

    def 'the first element that holds ends the search; those that do not are tolerated'() {
        given:
        def plan = rig.plan([firstOf(rig, ['b.sql', 'c.sql']), rig.step('Restore')])

        when:
        def end = rig.run(plan)

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.results() == ['A whole backup › a.sql › Whole: failed', 'A whole backup › b.sql › Whole: ok', 'Restore: ok']
        rig.recorded(GroupStarted)[0].kind() == StepKind.FIRST_OF
        rig.recorded(GroupFinished)[0].members() == new MemberCounts(1, 3, 0, 0, 1, 3)
        rig.model.view(Optional.empty()).get().failures()*.tolerance() == [RunView.Tolerance.TOLERATED]
    }

    def 'none holds: it fails with one line that lists what was tried'() {
        when:
        def end = rig.run(rig.plan([firstOf(rig, [])]))

        then:
        end.status() == RunStatus.FAILED
        end.cause() == "'A whole backup' failed: none of the 3 tried holds: " + FILES.collect { "'A whole backup › $it › Whole' failed: exit code 1" }.join('; ')
    }

    def 'an empty list fails with the reason'() {
        expect:
        rig.run(rig.plan([firstOf(rig, [], [])])).cause() == "'A whole backup' failed: there is nothing to choose from: the list is empty"
    }

    def 'a budget that is used up ends the search'() {
        given:
        def plan = rig.plan([new ForEach(ForEach.Kind.FIRST, 'A whole backup', rig.place(), Optional.of(dev.runbook.plan.Budget.of(ofMinutes(1))), 1, 'List: lines', [],
                { FILES.collect { new ForEach.Iteration(it, it, [rig.step([kind: Task.Kind.VERIFY], 'Whole', rig.hangs())]) } } as ForEach.Iterations, Optional.empty())])

        when:
        rig.run(plan)

        then:
        rig.results() == ['A whole backup › a.sql › Whole: timedOut']
        rig.recorded(GroupFinished)[0].result() == Result.TIMED_OUT
    }

    def 'an engine that died at record #crash: a resume tries nothing again that has ended'() {
        given:
        def plan = rig.plan([firstOf(rig, ['b.sql', 'c.sql']), rig.step([idempotent: true], 'Restore')])
        rig.crashAt = crash

        when:
        try {
            rig.run(plan)
        } catch (Rig.EngineDied died) {
            rig.crashAt = -1
            rig.resume(plan)
        }

        then:
        rig.recorded(RunFinished)*.status() == [RunStatus.SUCCEEDED]
        rig.results().unique(false) == rig.results()
        rig.recorded(GroupFinished).size() == 1

        where:
        crash << (2..12)
    }

    private static ForEach firstOf(Rig rig, List<String> whole, List<String> files = FILES, Handler onFailure = null) {
        new ForEach(ForEach.Kind.FIRST, 'A whole backup', rig.place(), Optional.empty(), 1, 'List: lines', [rig.step([kind: Task.Kind.VERIFY], 'Whole')],
                { files.collect { new ForEach.Iteration(it, it, [rig.step([kind: Task.Kind.VERIFY], 'Whole', it in whole ? rig.ok() : rig.fails())]) } } as ForEach.Iterations,
                Optional.ofNullable(onFailure))
    }
}
