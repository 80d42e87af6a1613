package dev.runbook.compile

import dev.runbook.compile.source.InvalidRunbookException
import spock.lang.Specification

/** Forms of other languages are explained, and the rest of the file is checked as if they were valid. */
class ForeignSyntaxSpec extends Specification implements RunbookTexts, AuthorsWords {
    static final OTHER = "step('last') { shel 'x' }"

    def 'an operator of another language has one message with the cure, and hides no other mistake: #condition'() {
        expect:
        mistakes("step('a') { shell 'x'; expect { $condition } }") == [["$message at $found".toString(), cure]]

        where:
        condition                              || found      | message                                       | cure
        "stdout == 'x' and exitCode == 0"      || 'and'      | "'and' is not an operator"                    | "write '&&'"
        "ok or\n exitCode == 3"                || 'or'       | "'or' is not an operator"                     | "write '||'"
        "ok\n or exitCode == 3"                || 'or'       | "'or' is not an operator"                     | "write '||'"
        "!ok and exitCode == 3"                || 'and'      | "'and' is not an operator"                    | "write '&&'"
        "ok AND exitCode == 0"                 || 'AND'      | "'AND' is not an operator"                    | "write '&&'"
        "lines.any { it == 'a' or it == 'b' }" || 'or'       | "'or' is not an operator"                     | "write '||'"
        "not ok"                               || 'not'      | "'not' is not an operator"                    | 'write !ok'
        "exitCode == 3\n not ok"               || 'not'      | "'not' is not an operator"                    | 'write !ok'
        "exitCode == 3 && not ok"              || 'not'      | "'not' is not an operator"                    | 'write !ok'
        "not stdout == 'x' || ok"              || 'not'      | "'not' is not an operator"                    | "write !(stdout == 'x')"
        "not (ok || exitCode == 3)"            || 'not'      | "'not' is not an operator"                    | 'write !(ok || exitCode == 3)'
        "exitCode not in [0, 1]"               || 'not in'   | "'not in' is not an operator"                 | "write '!in'"
        "exitCode = 0"                         || '='        | "'=' assigns; a condition compares with '=='" | "write '=='"
        "exitCode=0"                           || '='        | "'=' assigns; a condition compares with '=='" | "write '=='"
        "json.state = 'up'"                    || '='        | "'=' assigns; a condition compares with '=='" | "write '=='"
        "exitCode <> 0"                        || '<>'       | "'<>' is not an operator"                     | "write '!='"
        "stdout is 'x'"                        || 'is'       | "'is' is not an operator"                     | "write '=='"
        "lines contains 'x'"                   || 'contains' | "'contains' is not an operator"               | 'to call a method write .contains(…); the operators are ==, !=, <, >, in, &&, || and !'
        "ok, exitCode == 0"                    || ','        | 'conditions are not separated by a comma'     | 'write each on a new line, or join them with &&'
    }

    def 'the same in a decision of the plan: #body'() {
        expect:
        mistakes(body)*.get(1) == [cure]

        where:
        body                                                                      || cure
        "if (params.why = 'a') { step('a') { shell 'x' } }"                       || "write '=='"
        "if (params.why == 'a' or params.why == 'b') { step('a') { shell 'x' } }" || "write '||'"
        "if (not params.why == 'a') { step('a') { shell 'x' } }"                  || "write !(params.why == 'a')"
        "step('a') { shell 'x'; onlyIf { not run.id == 'x' } }"                   || "write !(run.id == 'x')"
    }

    def 'each of several mistakes has its message'() {
        expect:
        mistakes("step('a') { shell 'x'; expect { not ok and exitCode = 3 } }")*.get(1) == ['write !ok', "write '&&'", "write '=='"]
    }

    def 'a word after a closing brace must begin a new line: #body'() {
        expect:
        mistakes(body) == [["'$found' cannot follow '}' on the same line at $found".toString(), cures]]

        where:
        body                                                                           || found       | cures
        "step('a') { shell 'x' } onFailure { undoAll() }"                              || 'onFailure' | "begin a new line before 'onFailure'; if it belongs to this step, write it before the '}'"
        "step('a') { shell 'x' } budget 3.minutes"                                     || 'budget'    | "begin a new line before 'budget'; if it belongs to this step, write it before the '}'"
        "step('a') { shell 'x' } step('b') { shell 'y' }"                              || 'step'      | "begin a new line before 'step'"
        "step('a') { shell 'x'; expect { ok } retry 2 }"                               || 'retry'     | "begin a new line before 'retry'"
        "phase('a') { step('b') { shell 'x' } } if (true) { step('c') { shell 'x' } }" || 'if'        | "begin a new line before 'if'"
    }

    def 'a word after the arguments of another must begin a new line: #body'() {
        expect:
        mistakes(body) == [["'budget' cannot follow another word on the same line at budget", "begin a new line before 'budget'"]]

        where:
        body << ["step('a') { shell 'x' budget 3.minutes }", "step('a') { shell 'x'; expect { ok }budget 3.minutes }"]
    }

    def 'valid forms are not reported: #body'() {
        expect:
        mistakes(body) == []

        where:
        body << [
            "step('a') { shell 'this and that = not <> x' ; expect { stdout == 'a and b' && !ok } }",
            "step('a') { shell 'x'; expect { json.and == 'x' && json.not.or == 3 } }",
            "step('a') { shell 'x'; expect { lines.every { it != 'x' } && stdout ==~ /x and y = z/ } }",
            "if (params.why == 'x') { step('a') { shell 'x' } } else { step('b') { shell 'x' } }",
            "def a = ['x'].findAll { it == 'y' }.size()\nstep('a') { shell \"echo \$a \${params.why == 'a' ? 'and' : 'or'}\" }",
            "step('a') { shell 'x'; expect { exitCode <= 3 && exitCode >= 0 && exitCode in [0, 1] } } // not this = that } or",
            "step('a') { shell '''\n  a and b } c\n  '''; expect { ok } }",
            "step('a') { shell \"x \${service(\n'api')} \${service('api')} and x\" }",
            "def and = 3\nstep('a') { shell \"echo \$and\" }",
        ]
    }

    def 'a list or map may be replaced by another: #body'() {
        expect:
        mistakes(body) == []

        where:
        body << [
            "def all = []\nfor (one in ['a', 'b']) { all = all + [one] }\nfor (one in all) { step(\"s \$one\") { shell 'x' } }",
            "def all = [:]\nfor (one in ['a', 'b']) { all = all + [name: one] }",
            'def all = [:]\nall = [a: 1]',
            "def all = ['a']\nall = all + [1]",
            'def all = 1..3\nall = [1]',
        ]
    }

    def 'a block with too few or too many names is rejected with the cure: #list'() {
        given:
        def found = mistakes("def h = step('a') { shell 'x' }\nforEach('q', in: { $list }) { q -> step('b') { shell \"echo \$q\" } }")

        expect:
        found*.get(1) == [cure]

        where:
        list                                || cure
        'h.json.x.findAll {}'               || 'compare it: { it == … }'
        'h.json.x.findAll { -> true }'      || "write { name -> … }, or leave '->' out and read the value as 'it'"
        'h.json.x.findAll { a, b -> true }' || "write { name -> … }, or leave '->' out and read the value as 'it'"
        'h.json.x.collect {}'               || 'only a list has it: write list.collect { it… }'
    }

    def 'a forEach over what is never a list is rejected: #list'() {
        when:
        check(inRunbook("forEach('q', in: $list) { q -> step('b') { shell \"echo \$q\" } }"))

        then:
        def e = thrown(InvalidRunbookException)
        e.diagnostics()*.message() == ["forEach 'q' iterates over a list, and this is not a list"]
        e.diagnostics()[0].cures()[0].startsWith('write in: { name.lines }')

        where:
        list << ['{}', "{ 'a' }", '{ 3 }']
    }

    def 'a rejection names nothing of the JVM: #line'() {
        when:
        check(inRunbook("param 'x', 'why', example: 'q'\ndef h = step('a') { shell 'echo x' }\n$line"))

        then:
        def refusal = thrown(InvalidRunbookException)
        namesNothingOfTheJvm(refusal)

        where:
        line << '''
            def m = ["a"] as Set
            def (a, b) = [1, 2]
            def m = 'x'.class
            def m = 'x'.metaClass
            def m = 'x'.bytes
            def m = new File('x')
            ArrayList m = []
            def m = ArrayList
            def m = java.util.ArrayList.of(1)
            def m = [1, 2].inject(0) { a, b -> a + b }
            def m = 'a' * 3
            def m = [1] * 3
            def m = [a: 1] - [a: 1]
            def m = 1 + 'b'
            def m = -'a'
            def m = 'abc'[0]
            def m = 5.minutes * 2
            def m = h + 1
            def m = h == 1
            def m = null + 1
            def m = null.x
            def m = 1f
            def m = 'many'.toInteger()
            def m = (params.x + 'a' = 3)
            def m = ['x'].stream().toList()
            def m = [:].foo.bar()
            def m = [1].findAll { -> true }
            def m = [1].collect { a, b -> a }
            def m = h.json.a + 'x'
            int m = 'a'
            List m = [a: 1]
            Map m = [1]
            '''.stripIndent().strip().readLines()
    }

    /** Returns the mistakes of a body, with places and cures, without the one at the end of every body here. */
    private List<List<String>> mistakes(String body) {
        try {
            check(inRunbook("param 'why', 'why', example: 'x'\n$body\n$OTHER"))
        } catch (InvalidRunbookException e) {
            assert e.diagnostics().last().message() == "unknown word 'shel' in step"
            return e.diagnostics().init().collect {
                def from = it.place().column() - 1
                ["${it.message()} at ${it.sourceLine().substring(from, from + it.length())}".toString(), it.cures().join('; ')]
            }
        }
        throw new AssertionError('the mistake at the end is hidden')
    }
}
