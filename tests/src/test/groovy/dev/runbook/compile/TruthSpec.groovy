package dev.runbook.compile

import dev.runbook.AuthorException
import dev.runbook.compile.source.InvalidRunbookException
import spock.lang.Specification

/** Only true and false are conditions. Groovy takes every text except the empty one for true, so that 'false' would be true. */
class TruthSpec extends Specification implements RunbookTexts, ReadPlans {
    static final PARAMETERS = '''
        param 'force', 'a text', default: 'false'
        param 'note', 'a text that may be missing', optional: true
        param 'count', 'a number', type: Integer, default: 0
        param 'wait', 'a duration', type: Duration, default: 5.minutes
        param 'until', 'an instant', type: Instant, default: 2.hours.ago
        param 'live', 'a switch', type: Boolean, default: false
        def words = ['a', '']
        def sizes = [a: 1]
        def mixed = [true, 'false']
        def probe = step('Probe') { shell 'x' }
        '''.stripIndent()

    static final PLACES = '''
        if (X) { step('a') { shell 'x' } }
        if (!X) { step('b') { shell 'x' } }
        if (params.live) { } else if (X) { step('c') { shell 'x' } }
        def mode = X ? 'hard' : 'soft'
        step("Mode ${X ? 1 : 2}") { shell 'x' }
        def both = params.live && X
        def one = X || params.live
        step('d') { shell 'x'; onlyIf { X } }
        step('e') { shell 'x'; expect { ok && X } }
        boolean set = X
        Boolean big = X
        for (word in words.findAll { X }) { }
        '''.stripIndent().strip()

    def '#value is not a condition, because it is #kind'() {
        expect:
        refusals(PLACES.replace('X', value)) == ["a condition is true or false; this is $kind".toString()] * 11 + ["the block of 'findAll' must return true or false; this returns $kind".toString()]

        where:
        value                | kind
        'params.force'       | 'text'
        'params.note'        | 'text'
        "'false'"            | 'text'
        '"${params.force}"'  | 'text'
        "host('db')"         | 'text'
        'params.count'       | 'a number'
        '0'                  | 'a number'
        'words'              | 'a list'
        '[]'                 | 'a list'
        'sizes'              | 'a map'
        'params.wait'        | 'a duration'
        'params.until'       | 'an instant'
        'probe'              | 'the result of a step'
        "secret('S')"        | 'a secret'
        "service('api')"     | "a service's address"
        'mixed[0]'           | 'a value'
    }

    def 'the block of #call must return true or false'() {
        expect:
        refusals("def found = $call") == ["the block of '$word' must return true or false; this returns $kind".toString()]

        where:
        call                                | word      | kind
        'words.findAll { it }'              | 'findAll' | 'text'
        'words.any { it }'                  | 'any'     | 'text'
        'words.every { it.size() }'         | 'every'   | 'a number'
        'words.find { [it] }'               | 'find'    | 'a list'
        'words.count { it }'                | 'count'   | 'text'
        'sizes.any { name, size -> size }'  | 'any'     | 'a number'
        'sizes.findAll { it.key }'          | 'findAll' | 'text'
        'words.any({ it })'                 | 'any'     | 'text'
    }

    def 'without a block the elements would be conditions: #call'() {
        expect:
        refusals("def found = $call") == [message]

        where:
        call              | message
        'words.findAll()' | "a runbook cannot call 'findAll' of a list"
        'words.any()'     | "a runbook cannot call 'any' of a value"
        'words.every()'   | "a runbook cannot call 'every' of a value"
    }

    def 'a run-time value of another type is undecided: #condition'() {
        expect:
        refusals("step('s') { shell 'x'; $condition }") == [message]

        where:
        condition                              | message
        'expect { stdout }'                    | 'a condition is true or false; this is text'
        'expect { !stdout }'                   | 'a condition is true or false; this is text'
        'expect { exitCode }'                  | 'a condition is true or false; this is a number'
        'expect { lines }'                     | 'a condition is true or false; this is a list'
        'expect { lines.any { it } }'          | "the block of 'any' must return true or false; this returns text"
        "expect { stdout ? true : false }"     | 'a condition is true or false; this is text'
        'onlyIf { probe.stdout }'              | 'a condition is true or false; this is text'
        'onlyIf { probe.stdout.trim() && probe.ok }' | 'a condition is true or false; this is text'
        'onlyIf { !probe.stdout }'             | 'a condition is true or false; this is text'
        'onlyIf { run.id }'                    | 'a condition is true or false; this is text'
    }

    def 'the message names the cure: #line'() {
        expect:
        messageOf(inRunbook(PARAMETERS + line)).lines().skip(3).map { it.strip() }.toList() == cures

        where:
        line                         | cures
        'if (params.force) { }'      | ["compare it: params.force == 'true', or ask !params.force.empty", 'a parameter that is a switch is declared with type: Boolean']
        'if (params.note) { }'       | ['ask whether it was given: params.note != null', "compare it: params.note == 'true', or ask !params.note.empty", 'a parameter that is a switch is declared with type: Boolean']
        'if (words) { }'             | ['ask !words.empty']
        'if (params.count) { }'      | ['compare it: params.count != 0']
        'if (params.until) { }'      | ['compare it: params.until > …']
        'if (probe) { }'             | ['ask probe.ok']
        'def a = words.any { it }'   | ['compare it: { it == … }']
    }

    def "'=' in a condition is reported as a comparison mistake: #line"() {
        expect:
        refusals("def live = true\n$line") == ["'=' assigns; a condition compares with '=='"]

        where:
        line << ['if (live = true) { }', 'def x = params.live || (live = true)', "def x = (live = true) ? 'a' : 'b'"]
    }

    def 'true and false are conditions: #condition'() {
        expect:
        check(inRunbook(PARAMETERS + "if ($condition) { step('taken') { shell 'x' } }"), [live: 'true']).plan().nodes()*.name().contains('taken')

        where:
        condition << ['params.live', '!(!params.live)', "params.force == 'false'", '!words.empty', 'words.any { it.empty }', "words.find { it == 'a' } == 'a'", 'params.note == null', "'a' in words",
                      'params.count == 0 && params.until < 1.hour.ago', 'sizes.any { name, size -> size == 1 }', '(params.live ? 1 : 2) == 1', "'false' ==~ /f.*/", 'params.live ?: false']
    }

    def 'a part of a document decides if it is true or false, and is an error otherwise: #condition'() {
        given:
        def runbook = check(inRunbook("def probe = step('Probe') { shell 'x' }\nstep('s') { shell 'x'; onlyIf { $condition } }"))
        runbook.runsWith(known(Probe: [json: [yes: true, no: false, text: 'false', number: 1, list: [], items: [[name: 'a', good: true], [name: '', good: false]]]]))
        def failed = runbook.plan().nodes()[1].work().onlyIf().get().failures([:], { it })

        expect:
        failed.size() == (holds == true ? 0 : 1)
        failed.every { it.undecided().present == (holds != false) }
        failed.every { holds == false || it.undecided() == Optional.of("a condition is true or false; this is $holds".toString()) }

        where:
        condition                                 | holds
        'probe.json.yes'                          | true
        'probe.json.no'                           | false
        '!probe.json.no'                          | true
        'probe.json.missing'                      | false
        'probe.json.items.any { it.good }'        | true
        'probe.json.items.every { it.good }'      | false
        'probe.json.items.find { !it.good }.name == ""' | true
        'probe.json.text'                         | "text 'false'"
        '!probe.json.text'                        | "text 'false'"
        'probe.json.yes && probe.json.number'     | 'a number 1'
        'probe.json.no || probe.json.list'        | 'a list []'
        'probe.json.items.any { it.name }'        | "text 'a'"
        'probe.json.items.every { it.name }'      | "text 'a'"
        'probe.json.items.findAll { it.name }.size() == 1' | "text 'a'"
        'probe.json.items.find { it.name }.good'  | "text 'a'"
    }

    def "'?:' replaces a missing value, and nothing else: #value"() {
        given:
        def plan = check(inRunbook(PARAMETERS + "step(\"Got (\${$value})\") { shell \"echo [\${$value}]\" }"), arguments).plan()

        expect:
        plan.nodes()[1].name() == "Got ($result)".toString()
        shown(plan.nodes()[1]) == "echo [‹$result›]".toString()

        where:
        value                          | arguments     || result
        "params.note ?: 'none'"        | [:]           || 'none'
        "params.note ?: 'none'"        | [note: '']    || ''
        "params.note ?: 'none'"        | [note: 'yes'] || 'yes'
        'params.count ?: 7'            | [count: 0]    || '0'
        'params.live ?: true'          | [live: false] || 'false'
        'params.note ?: "n-$params.count"' | [:]       || 'n-0'
        "words.find { it == 'x' } ?: words[0]" | [:]   || 'a'
        "params.note ?: params.note ?: 'twice'" | [:]  || 'twice'
    }

    def "'?:' is known at run time if the value is, and evaluates the other side only otherwise"() {
        given:
        def runbook = check(inRunbook('''
            def first = step('First') { shell 'x' }
            def second = step('Second') { shell 'x' }
            step('Use') { shell "use [${first.json.name ?: second.json.name ?: 'none'}]" }'''))
        def use = runbook.plan().nodes()[2]

        expect:
        shown(use) == 'use [‹First: json.name ?: …›]'

        when:
        runbook.runsWith(known(First: [json: [name: 'a']]))

        then:
        shown(use.body().read()) == 'use [‹a›]'

        when:
        runbook.runsWith(known(First: [json: [:]], Second: [json: second]))

        then:
        shown(use.body().read()) == "use [‹$used›]".toString()

        where:
        second      || used
        [name: 'b'] || 'b'
        [name: '']  || ''
        [:]         || 'none'
    }

    def "'?:' after a value that is never missing is rejected: #value"() {
        expect:
        refusals("step('s') { shell \"x \${$value}\" }") == ["'?:' replaces a missing value, and this value is never missing"]

        where:
        value << ["probe.stdout ?: 'x'", "probe.stdout.trim() ?: 'x'", "'' ?: 'x'"]
    }

    def 'a name without a value is reported in one line: #line'() {
        expect:
        messageOf(inRunbook("$line\nstep('s') { shell 'x' }")) == message.stripIndent().strip()

        where:
        line             | message
        'def mode'       | """
            demo.groovy:2:5: 'mode' is declared without a value
                def mode
                    ^~~~
                write def mode = …; a choice is written condition ? a : b"""
        'String mode'    | """
            demo.groovy:2:8: 'mode' is declared without a value
                String mode
                       ^~~~
                write def mode = …; a choice is written condition ? a : b"""
    }

    private List<String> refusals(String line) {
        try {
            check(inRunbook(PARAMETERS + line))
            return []
        } catch (InvalidRunbookException e) {
            return e.diagnostics()*.message()
        }
    }
}
