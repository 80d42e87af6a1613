package dev.runbook.run.resume

import dev.runbook.journal.event.*
import dev.runbook.plan.Handler
import dev.runbook.plan.Task
import dev.runbook.run.Rig
import dev.runbook.value.Result
import spock.lang.Specification

/** The state of a run, as replayed from its journal. */
class JournalReplaySpec extends Specification {
    def rig = new Rig()

    def 'a handler that runs again forgets its steps and their undos, and nothing else'() {
        given:
        def undo = { String name -> rig.step(name, kind: Task.Kind.UNDO) }
        def mend = rig.step('Mend', undo: undo('Undo mend'))
        def handler = rig.handler([mend, rig.step('Look', kind: Task.Kind.VERIFY)], new Handler.CarryOn())
        def names = ['Work', 'Undo work', 'Mend', 'Undo mend', 'Look']
        rig.run(rig.plan([rig.step('Work', undo: undo('Undo work')), mend, rig.step('Look')]))
        ['Undo work', 'Undo mend'].each { rig.entries << rig.entry(new StepFinished(it, Result.OK, 1, '', DecidedBy.ITSELF, false)) }
        def replay = JournalReplay.of(rig.entries)

        expect:
        names.every { replay.finished(it).present }

        when:
        replay.forget(handler.nodes(), '')

        then:
        names.findAll { replay.finished(it).present } == ['Work', 'Undo work']
    }
}
