package dev.runbook.plan

import dev.runbook.run.Rig
import spock.lang.Specification

/** Every walk through a plan reaches every node. */
class EveryNodeSpec extends Specification {
    def rig = new Rig()

    def 'a plan has each node, in every container'() {
        given:
        def step = rig.step('step', verifies: [rig.step('look', kind: Task.Kind.VERIFY)], undo: rig.step('undo', kind: Task.Kind.UNDO),
                onFailure: rig.handler([rig.step('mend'), new UndoAll(rig.place())], new Handler.Stop()))
        def phase = rig.group(Group.Kind.PHASE, 'phase', onFailure: rig.handler([rig.step('phase mend')], new Handler.Stop()), [step])
        def rounds = new ForEach(ForEach.Kind.EACH, 'rounds', rig.place(), Optional.empty(), 1, 'x', [rig.step('round')], { [] } as ForEach.Iterations,
                Optional.of(rig.handler([rig.step('rounds mend')], new Handler.Stop())))
        def plan = rig.plan([messages: [rig.message('standing', on: [Message.When.FAILED])],
                             onFailure: rig.handler([rig.message([:], 'in a handler')], new Handler.Stop())],
                [new ClockMark(ClockMark.Kind.START, rig.place()), phase, rounds, new Background(rig.step('load'))])

        when:
        def every = plan.everyNode().toList()

        then:
        every.findAll { it instanceof Task }*.name().toSet() ==
                ['step', 'look', 'undo', 'mend', 'phase mend', 'round', 'rounds mend', 'load'] as Set
        every.count { it instanceof Message } == 2
        every.count { it instanceof UndoAll } == 1
        every.size() == every.toSet().size()
    }

    def 'a plan has every runbook that a run may reach'() {
        given:
        def last = rig.plan([id: 'test/last'], [rig.step('z')])
        def fallback = rig.plan([id: 'test/fallback', onFailure: rig.handler([], rig.fallBackTo(last))], [rig.step('y')])
        def followed = rig.plan([id: 'test/followed'], [rig.step('x')])
        def inHandler = rig.plan([id: 'test/inHandler'], [rig.step('w')])
        def follow = { String name, Plan other -> rig.task([:], name, new Work.Follow(Rig.read(other), [:])) }
        def plan = rig.plan([onFailure: rig.handler([], rig.fallBackTo(fallback))], [rig.group(Group.Kind.PHASE, 'phase',
                [rig.step('a', onFailure: rig.handler([follow('b', inHandler)], new Handler.CarryOn())), follow('c', followed)])])

        expect:
        plan.withOthers()*.id() == ['test/plan', 'test/inHandler', 'test/followed', 'test/fallback', 'test/last']
    }
}
