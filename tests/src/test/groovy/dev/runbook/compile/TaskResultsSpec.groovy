package dev.runbook.compile

import dev.runbook.dsl.ActionWord
import dev.runbook.dsl.ExpectBlock
import dev.runbook.dsl.Handle
import dev.runbook.plan.Task
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

/** The values of an action are declared once; conditions, handles and failure blocks read the same names. */
class TaskResultsSpec extends Specification implements RunbookTexts, ReadPlans {

    static final Map<String, String> ACTIONS = [
        shell     : "shell 'x'",
        powershell: "powershell 'x', on: 'web'",
        ssh       : "ssh 'x', on: 'web'",
        sql       : "sql 'select 1', on: 'shop'",
        http      : "http { get 'http://x/' }",
        prometheus: "prometheus 'up', on: 'mon'",
        copyRows  : "copyRows 't', from: 'a', to: 'b', key: 'id', changed: 'at'"
    ]

    def 'every value of an action can be read by name in conditions and through a handle'() {
        expect:
        getters(ExpectBlock) == declared
        getters(Handle) - ['normal', 'spread'] == declared // of a measurement

        and: 'each action has an example here'
        ActionWord.values().findAll { !it.asksPeople() }*.word() - ['follow', 'firstOf'] == ACTIONS.keySet().toList()
    }

    def '#name of #word is in scope in #place'() {
        expect:
        messageOf(inRunbook(text.replace('ACTION', ACTIONS[word]).replace('NAME', name))) == ''

        where:
        [[word, name], [place, text]] << [
            ACTIONS.keySet().collectMany { word -> ActionWord.leftBy([ActionWord.of(word).get()] as Set).collect { [word, it] } },
            PLACES.entrySet().collect { [it.key, it.value] }
        ].combinations()
    }

    def 'a name that the action does not provide is rejected in #place, with those it provides'() {
        when:
        def message = messageOf(inRunbook(text.replace('ACTION', "shell 'x'").replace('NAME', 'status'))).readLines()

        then:
        message.findAll { it.startsWith('demo.groovy:') }*.replaceFirst(/^demo.groovy:\d+:\d+: /, '').unique() == [reason]
        message[3].strip() == 'it provides: ok, exitCode, json, lines, stderr, stdout'

        where:
        place << PLACES.keySet()
        text = PLACES[place]
        reason = place == 'a later step' ? "'it' runs shell, which provides no 'status'".replace("'it'", "'one'") : "the step runs shell, which provides no 'status'"
    }

    def 'in the handler of a container no result is in scope: the cure is a handle'() {
        when:
        def message = messageOf(inRunbook("phase('p') { step('s') { shell 'x' }\n onFailure { step('t') { shell \"echo \${stderr}\" } } }"))

        then:
        message.startsWith("demo.groovy:3:40: unknown name 'stderr' in step")
        message.contains('in scope in its expect, onFailure and undo')
    }

    def 'in a handler the conditions of another step read that step'() {
        expect:
        messageOf(inRunbook("step('s') { http { get 'http://x/' }\n onFailure { step('t') { shell \"echo \${status}\"; expect { exitCode == 0 }\n onFailure { step('u') { shell \"echo \${stderr}\" } } } } }")) == ''
        messageOf(inRunbook("step('s') { http { get 'http://x/' }\n onFailure { step('t') { shell 'x'; expect { status == 0 } } } }"))
                .startsWith("demo.groovy:3:46: the step runs shell, which provides no 'status'")
    }

    def 'a handler reads the results of the step when it runs'() {
        given:
        def runbook = check(inRunbook('''
            step('Order') {
                http { post "${service('shop')}/orders"; json item: 7 }
                undo { http { delete "${service('shop')}/orders/${json.id}" } }
                onFailure {
                    notify('team') { text "answered ${status}: ${body}" }
                    step('Tell') { shell "log ${json.error}"; onFailure { notify('team') { text "and ${exitCode}" } } }
                }
            }
            verify('Looks') {
                shell 'x'
                onFailure { step('More') { onlyIf { exitCode == 3 }; shell "echo ${stdout}" } }
            }'''))
        runbook.runsWith(known(
                'Order': [ok: false, status: 409, body: '{"id": 12, "error": "sold out"}'],
                'Tell': [ok: false, exitCode: 5],
                'Looks': [ok: false, exitCode: 3, stdout: 'half']))
        def (Task order, Task looks) = runbook.plan().nodes()
        def (reported, step) = order.work().onFailure().get().nodes()

        expect:
        order.work().undo().get().body().read().act().action().shown().contains('/orders/12')
        reported.text().read().shown() == 'answered 409: {"id": 12, "error": "sold out"}'
        shown(step.body().read()) == 'log ‹sold out›'
        step.body().read().onFailure().get().nodes()[0].text().read().shown() == 'and 5'
        shown(looks.work().onFailure().get().nodes()[0].body().read()) == 'echo ‹half›'
        looks.work().onFailure().get().nodes()[0].body().read().onlyIf().get().failures([:], { it }) == []
    }

    static final Map<String, String> PLACES = [
        'its conditions'          : "step('s') { ACTION\n expect { NAME == NAME } }",
        'its onFailure'           : "step('s') { ACTION\n onFailure { step('t') { shell \"echo \${NAME}\" } } }",
        'a notify of its onFailure': "step('s') { ACTION\n onFailure { notify('team') { text \"\${NAME}\" } } }",
        'a condition of its handler': "step('s') { ACTION\n onFailure { step('t') { onlyIf { NAME == NAME }; shell 'y' } } }",
        'its undo'                : "step('s') { ACTION\n undo { shell \"echo \${NAME}\" } }",
        'a request of its undo'   : "step('s') { ACTION\n undo { http { get \"http://x/?a=\${NAME}\" } } }",
        'a phase of its onFailure': "step('s') { ACTION\n onFailure { phase('p') { step('t') { shell \"echo \${NAME}\" } } } }",
        'a later step'            : "def one = step('s') { ACTION }\n step('t') { shell \"echo \${one.NAME}\" }"
    ]

    private static Set<String> getDeclared() {
        ActionWord.leftBy(EnumSet.allOf(ActionWord))
    }

    private static Set<String> getters(Class type) {
        type.declaredMethods.findAll { it.name.startsWith('get') && it.parameterCount == 0 }*.name
                .collect { it[3].toLowerCase() + it.substring(4) } as TreeSet
    }
}
