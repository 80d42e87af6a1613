package dev.runbook.compile

import dev.runbook.cli.planview.PlanRows
import dev.runbook.environment.Environment
import dev.runbook.forecast.PastTimes
import dev.runbook.plan.Background
import dev.runbook.plan.BudgetArithmetic
import dev.runbook.plan.CriticalPath
import dev.runbook.plan.Group
import dev.runbook.plan.Plan
import dev.runbook.plan.Task
import dev.runbook.plan.WorstCase
import spock.lang.Specification

import static java.time.Duration.ofMinutes

/** {@code cleanup { }} of a phase and of a runbook, and {@code guard(name) { }}, as planned. */
class CleanupAndGuardWordsSpec extends Specification implements RunbookTexts, ReadPlans {
    static final TEXT = '''
        rto 10.minutes
        cleanup { step('End maintenance') { budget 1.minute; shell 'off' } }
        phase('Move') {
            budget 5.minutes
            cleanup { budget 2.minutes; step('Unfreeze') { shell 'unfreeze' } }
            guard('Few errors') { every 10.seconds; shell 'errors'; expect { value < 5 } }
            step('Copy') { budget 5.minutes; shell 'copy' }
            onFailure { step('Tell') { budget 30.seconds; shell 'tell' } }
        }'''.replace('expect { value < 5 }', "expect { exitCode == 0 && stdout == '0' }")

    def 'a cleanup is the last member of its container, wherever it is written'() {
        given:
        def plan = check(inRunbook(TEXT)).plan()

        expect:
        plan.nodes()*.name() == ['Move', 'Cleanup']
        plan.nodes()[1].kind() == Group.Kind.CLEANUP
        plan.nodes()[0].members()*.name() == ['Few errors', 'Copy', 'Cleanup of Move']
        (plan.nodes()[0].members()[0] as Background).isGuard()
        plan.nodes()[0].members()[0].task().every().get() == java.time.Duration.ofSeconds(10)
    }

    def 'the budgets of cleanups count beside those of their container'() {
        given:
        def plan = check(inRunbook(TEXT)).plan()

        expect:
        BudgetArithmetic.problems(plan).empty
        CriticalPath.of(plan.nodes()[0]).time() == ofMinutes(7)
        CriticalPath.sum(CriticalPath.ofRto(plan)).time() == ofMinutes(8)
        WorstCase.of(plan) == ofMinutes(8).plusSeconds(30)
    }

    def 'the plan shows a cleanup after the handler of its container, and a guard before what it watches'() {
        expect:
        PlanRows.of(check(inRunbook(TEXT)).plan(), Environment.local(), PastTimes.NONE).collect { "${it.kind()} ${it.name()}".toString().trim() } ==
                ['phase Move', 'guard Few errors', 'step Copy', 'onFailure', 'step Tell', 'stop', 'cleanup Cleanup of Move', 'step Unfreeze', 'cleanup Cleanup', 'step End maintenance']
    }

    def 'wrong input has one clear line: #body'() {
        expect:
        messageOf(inRunbook(body + "\nstep('s') { shell 'x' }")).contains(message)

        where:
        body                                                                                              || message
        "cleanup { }"                                                                                     || 'cleanup has no members'
        "cleanup { step('a') { budget 1.minute; shell 'x' } }\ncleanup { step('b') { shell 'x' } }"       || 'cleanup is declared twice'
        "phase('p') { cleanup { step('a') { budget 1.minute; shell 'x' } } }"                             || "phase 'p' has no members"
        "parallel('p') { cleanup { step('a') { shell 'x' } } }"                                           || "unknown word 'cleanup' in parallel"
        "guard('g') { every 5.seconds }"                                                                  || "guard 'g' has no action"
        "guard('g') { budget 1.minute; shell 'x' }"                                                       || "'budget' has no effect in a guard"
        "guard('g') { retry 2; shell 'x' }"                                                               || "'retry' has no effect in a guard"
        "guard('g') { shell 'x'; onFailure { carryOn() } }"                                               || "'onFailure' has no effect in a guard"
        "parallel('p') { guard('g') { shell 'x' }\nstep('a') { shell 'x' } }"                             || 'a guard holds for the members that follow it, and in a parallel none does'
        "phase('p') { step('a') { shell 'x' }\nguard('g') { shell 'x' } }"                                || "no member follows the guard 'g'"
    }

    def 'a cleanup without a time limit is refused, since nothing around it ends it'() {
        given:
        def plan = check(inRunbook("step('s') { shell 'x' }\ncleanup { step('a') { shell 'x' } }")).plan()

        expect:
        BudgetArithmetic.problems(plan)*.message() == ["'Cleanup' has no time limit: add a budget to it"]
    }
}
