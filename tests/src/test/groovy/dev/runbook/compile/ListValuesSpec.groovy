package dev.runbook.compile

import dev.runbook.AuthorException
import dev.runbook.plan.Task
import spock.lang.Specification

/** {@code min}, {@code max}, {@code sum} and {@code sort} over a list that only a run knows. */
class ListValuesSpec extends Specification implements RunbookTexts, ReadPlans {
    static final LEFT = [Look: [json: [n: [10, 9, 2.5], names: ['b', 'a'], none: [], mixed: [1, 'a'], gap: [1, null],
                                       files: [[name: 'old', at: 1], [name: 'new', at: 7]]], ok: true]]

    def '#value is computed in the run'() {
        given:
        def runbook = check(inRunbook("def look = step('Look') { shell 'x' }\nstep('Use') { shell \"echo \${$value}\" }"))
        def use = runbook.plan().nodes()[1] as Task

        expect:
        shown(use).startsWith('echo ‹Look: json.')

        when:
        runbook.runsWith(known(LEFT))

        then:
        shown(use.body().read()) == "echo ‹$result›"

        where:
        value                                        || result
        'look.json.n.min()'                          || '2.5'
        'look.json.n.max()'                          || '10'
        'look.json.n.sum()'                          || '21.5'
        'look.json.none.sum()'                       || '0'
        'look.json.names.sort()[0]'                  || 'a'
        'look.json.n.sort()[-1]'                     || '10'
        'look.json.files.max { it.at }.name'         || 'new'
        'look.json.files.min { it.at }.name'         || 'old'
        'look.json.files.sort { it.name }[0].name'   || 'new'
        'look.json.files*.at.sum() + 1'              || '9'
    }

    def '#value cannot be computed, and the step says why'() {
        given:
        def runbook = check(inRunbook("def look = step('Look') { shell 'x' }\nstep('Use') { shell \"echo \${$value}\" }"))
        runbook.runsWith(known(LEFT))

        when:
        (runbook.plan().nodes()[1] as Task).body().read()

        then:
        def refused = thrown(AuthorException)
        refused.message.contains(message)

        where:
        value                    || message
        'look.json.mixed.sum()'  || 'is not a number'
        'look.json.gap.sum()'    || 'is missing'
        'look.json.nothing.max()' || 'is missing'
        'look.json.sum()'        || 'is not a list'
    }

    def 'a condition compares the total of all iterations of a forEach'() {
        given:
        def runbook = check(inRunbook('''
            def tables = step('Tables') { shell './tables.sh' }
            forEach('Carry', in: { tables.lines }) { table ->
                def carried = step('Copy') { copyRows table, from: 'a', to: 'b', key: 'id', changed: 'at' }
            }
            step('Report') { shell "echo ${carried.sum('inserted')} ${carried.max('updated')}" }'''))

        expect:
        shown(runbook.plan().nodes().last()) == 'echo ‹carried: inserted.sum()› ‹carried: updated.max()›'
    }

    def 'a value that the action does not leave is refused: #read'() {
        expect:
        messageOf(inRunbook("""
            for (t in ['a', 'b']) { def carried = step("Copy \$t") { copyRows t, from: 'a', to: 'b', key: 'id', changed: 'at' } }
            step('Report') { shell "echo \${carried.sum('$read')}" }""")).contains("provides no '$read'")

        where:
        read << ['stdout', 'insertd']
    }
}
