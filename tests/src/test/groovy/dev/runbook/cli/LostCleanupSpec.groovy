package dev.runbook.cli

import dev.runbook.journal.Entry
import dev.runbook.journal.Events
import dev.runbook.journal.event.Event
import dev.runbook.journal.event.PlannedStep
import dev.runbook.journal.event.StepKind
import dev.runbook.model.RunModel
import java.time.Instant
import spock.lang.Specification

/** What an abort of a run whose engine died says about the cleanups that did not run. */
class LostCleanupSpec extends Specification {
    static final PLAN = [
        planned('Deploy', StepKind.PHASE, ''), planned('Switch', StepKind.STEP, 'Deploy'), planned("cleanup of 'Deploy'", StepKind.CLEANUP, 'Deploy'),
        planned('End maintenance mode', StepKind.STEP, "cleanup of 'Deploy'"), planned('Unfreeze', StepKind.STEP, "cleanup of 'Deploy'"),
        planned('cleanup', StepKind.CLEANUP, ''), planned('Close', StepKind.STEP, 'cleanup')]
    static final STARTED = Events.runStarted(runbook: 'shop/deploy', environment: 'lab', parameters: [reason: "it's late", kind: 'v1.2'], plan: PLAN)

    static PlannedStep planned(String name, StepKind kind, String container) {
        new PlannedStep(name, kind, container, 0, -1, '', '')
    }

    private static LostCleanup after(List<Event> events) {
        long number = 0
        LostCleanup.of(RunModel.replay(([STARTED] + events).collect { new Entry(++number, Instant.EPOCH, 0, it, '') }))
    }

    def 'the cleanups of what had begun are named: #when'() {
        expect:
        after(events).steps() == steps

        where:
        when                           | events                                                                                   || steps
        'nothing had begun'            | []                                                                                       || ['Close']
        'the phase had begun'          | [phase(), Events.stepStarted('Switch')]                                                  || ['End maintenance mode', 'Unfreeze', 'Close']
        'its cleanup had begun'        | [phase(), cleaning(), *done('End maintenance mode'), Events.stepStarted('Unfreeze')]      || ['Unfreeze', 'Close']
        'the phase had been cleaned up' | [phase(), cleaning(), *done('End maintenance mode'), *done('Unfreeze'), Events.groupFinished("cleanup of 'Deploy'", 'ok', 2, 2), Events.groupFinished('Deploy', 'ok', 1, 1)] || ['Close']
    }

    def 'a command runs them, with the parameters of the run'() {
        expect:
        after([]).describe() == ["  not cleaned up: 'Close'",
                                 "    by hand: runbook run shop/deploy -e lab --only Close -p reason='it'\\''s late' -p kind=v1.2"]
        LostCleanup.NONE.describe() == []
    }

    private static phase() { Events.groupStarted('Deploy', 'phase', -1, 2) }

    private static cleaning() { Events.groupStarted("cleanup of 'Deploy'", 'cleanup', -1, 2) }

    private static List<Event> done(String step) {
        [Events.stepStarted(step), Events.stepFinished(step)]
    }
}
