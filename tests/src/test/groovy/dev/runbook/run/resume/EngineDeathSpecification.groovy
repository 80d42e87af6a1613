package dev.runbook.run.resume

import dev.runbook.plan.*
import dev.runbook.run.Rig
import spock.lang.Specification

/** Runs whose engine dies before a given record. */
abstract class EngineDeathSpecification extends Specification {
    def rig = new Rig()

    static Task withProbe(Task task, Work.Probe probe) {
        def work = new Work(task.work().act(), Optional.empty(), Optional.empty(), Optional.of(probe), [], Optional.empty(), Optional.empty(), false)
        new Task(task.kind(), task.name(), task.at(), task.budget(), task.retry(), task.attempt(), task.every(),
            task.holds(), task.idempotent(), task.stopsWrites(), work, { work } as Task.Body)
    }

    /** Returns the number of records before the wanted one, in a run that is not killed. */
    static int recordOf(Closure<Plan> plan, Closure<Boolean> wanted) {
        def whole = new Rig()
        whole.run(plan(whole))
        whole.events.findIndexOf(wanted)
    }

    void died(Closure run) {
        try {
            run()
            assert false: 'the engine should have died'
        } catch (Rig.EngineDied expected) {
            rig.crashAt = -1
        }
    }
}
