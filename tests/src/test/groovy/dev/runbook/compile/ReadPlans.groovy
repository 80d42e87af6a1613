package dev.runbook.compile

import dev.runbook.plan.KnownValues
import dev.runbook.plan.Task
import dev.runbook.plan.Work

/** The content of plans, and the values available in a run. */
trait ReadPlans {
    KnownValues known(Map<String, Map<String, Object>> left, Map<String, Object> run = [:]) {
        [left: { String task -> Optional.ofNullable(left[task]) }, run: { String name -> Optional.ofNullable(run[name]) }] as KnownValues
    }

    def action(Task task) {
        task.work().act().action()
    }

    String shown(Task task) {
        shown(task.work())
    }

    String shown(Work work) {
        work.act().action().shown()
    }
}
