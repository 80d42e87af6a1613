package dev.runbook.compile

import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.environment.Environment
import dev.runbook.environment.EnvironmentFile
import dev.runbook.plan.BudgetArithmetic
import dev.runbook.plan.Question
import dev.runbook.plan.Task
import java.time.Duration
import spock.lang.Specification

/** {@code approve}, {@code manual}, {@code pause}, {@code choose}: what they plan, and what they refuse. */
class PeopleWordsSpec extends Specification implements RunbookTexts, ReadPlans {
    private Environment environment() {
        EnvironmentFile.read(file('people: { lead: [maria, jo], ops: [ana], own: [ana] }', 'environments/test.yaml'), [:])
    }

    private List<Task> tasks(String members) {
        planIn(environment(), inRunbook(members)).plan().nodes()
    }

    private static Question asked(Task task) {
        task.work().act().asked().get()
    }

    def 'each word plans a task that waits for people'() {
        when:
        def tasks = tasks('''
            approve('Go on') { by 'lead', 'ops'; show "p95 is high"; budget 5.minutes; ifSilent approve }
            def list = step('List') { shell 'ls' }
            def one = choose('One', in: { list.lines }) { by 'lead'; budget 1.minute; ifSilent first }
            pause('Wait') { lasts 30.minutes }
            step('Use') { shell "use ${one.value}" }
        ''')

        then:
        tasks*.kind() == [Task.Kind.APPROVE, Task.Kind.STEP, Task.Kind.CHOOSE, Task.Kind.PAUSE, Task.Kind.STEP]
        asked(tasks[0]).roles() == ['lead', 'ops']
        asked(tasks[0]).silence() == Question.Silence.APPROVES
        asked(tasks[0]).text()*.shown() == ['p95 is high']
        asked(tasks[2]).choices().source() == 'List: lines'
        asked(tasks[2]).silence() == Question.Silence.CHOOSES_FIRST
        tasks[3].budget().get().time() == Duration.ofMinutes(30)
        shown(tasks[4]) == 'use ‹One: value›'
    }

    def 'boxes are numbered through their container, and a value belongs to the box above it'() {
        when:
        def tasks = tasks('''
            def a = manual('A') {
                budget 1.minute
                checklist """
                    First

                    Second
                """
                param 'users', 'how many'
                param 'kind', 'which', oneOf: ['low', 'high']
            }
            manual('B') {
                budget 1.minute
                verify('Stopped') { every 2.seconds; shell 'true' }
                param 'where', 'where it is', optional: true, example: '/b'
            }
            step('Use') { shell "use ${a['users']}" }
        ''')

        then:
        asked(tasks[0]).with { [it.first(), it.boxes()*.text(), it.boxes()[1].inputs()*.name()] } == [1, ['First', 'Second'], ['users', 'kind']]
        asked(tasks[1]).with { [it.first(), it.boxes()*.text(), it.boxes()*.verify()] } == [3, ['Stopped', 'where it is'], ['Stopped', '']]
        asked(tasks[1]).boxes()[1].inputs() == [new Question.Input('where', 'where it is', [], true, '/b')]
        shown(tasks[2]) == 'use ‹A: users›'
    }

    def '#mistake'() {
        when:
        tasks(text)

        then:
        def refused = thrown(InvalidRunbookException)
        refused.diagnostics()*.message() == [mistake]

        where:
        mistake                                                                              | text
        "approve 'A' names nobody who may answer"                                            | "approve('A') { budget 1.minute }"
        "the environment 'test' has no role 'led'"                                           | "approve('A') { by 'led'; budget 1.minute }"
        "the role 'lead' is named twice"                                                     | "approve('A') { by 'lead', 'lead'; budget 1.minute }"
        "approve 'A' can never be given: it needs a different person for each of ops, own"   | "approve('A') { by 'ops', 'own'; budget 1.minute }"
        "the onFailure of approve 'A' cannot continue the run: a no ends it as aborted"      | "approve('A') { by 'lead'; budget 1.minute; onFailure { carryOn() } }"
        "manual 'A' has no box to tick"                                                      | "manual('A') { budget 1.minute }"
        "manual 'A' asks for 'x' twice"                                                      | "manual('A') { budget 1.minute; param 'x', 'a'; param 'x', 'b' }"
        "verify 'V' in a manual is checked once, before anybody has acted"                   | "manual('A') { budget 1.minute; verify('V') { shell 'true' } }"
        "pause 'A' has no time"                                                              | "pause('A') { }"
        "'budget' has no effect in a pause"                                                  | "pause('A') { lasts 1.minute; budget 1.minute }"
        "'A' asks for no value 'y'"                                                          | "def a = manual('A') { budget 1.minute; param 'x', 'a' }; step('S') { shell \"\${a['y']}\" }"
        "'a' asks people (approve), which provides no 'stdout'"                              | "def a = approve('A') { by 'lead'; budget 1.minute }; step('S') { shell \"\${a.stdout}\" }"
        "'a' asks people (manual), which provides no 'value'"                                | "def a = manual('A') { budget 1.minute; param 'x', 'a' }; step('S') { shell \"\${a.value}\" }"
        "'a' asks people (pause), which provides no 'lines'"                                 | "def a = pause('A') { lasts 1.minute }; step('S') { shell \"\${a.lines}\" }"
        "'a' asks people (choose), which provides no 'rows'"                                 | "def l = step('L') { shell 'ls' }; def a = choose('A', in: { l.lines }) { budget 1.minute }; step('S') { shell \"\${a.rows}\" }"
        "'/' cannot take a number and a value known only in a run"                           | "def l = step('L') { shell 'ls' }; def a = choose('A', in: { l.lines }) { budget 1.minute }; step('S') { onlyIf { 10 / a.value > 2 }; shell 'x' }"
        "text and a number cannot be compared"                                               | "def a = manual('A') { budget 1.minute; param 'x', 'a' }; step('S') { onlyIf { a['x'] > 2 }; shell 'x' }"
        "choose 'A' takes a list, and this is not a list"                                    | "choose('A', in: { 'text' }) { budget 1.minute }"
    }

    def 'people count in the sum of budgets, and are not waited for without a limit'() {
        when:
        def plan = planIn(environment(), """runbook('demo') {
            rto 5.minutes
            approve('A') { by 'lead'; budget 3.minutes }
            pause('P') { lasts 2.minutes }
            manual('M') { budget 1.minute; checklist 'x' }
            approve('B') { by 'lead' }
        }""").plan()

        then:
        BudgetArithmetic.problems(plan)*.message() == ['budgets add up to 6m, the RTO is 5m: 1m over',
                                                       "approve 'B' waits for people without a time limit: add a budget"]
    }
}
