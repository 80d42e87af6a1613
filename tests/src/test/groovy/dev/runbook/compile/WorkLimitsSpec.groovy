package dev.runbook.compile

import dev.runbook.compile.source.InvalidRunbookException
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.Timeout

/** The work that a file causes during planning is limited, and reported in one line with its place. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WorkLimitsSpec extends Specification implements RunbookTexts {
    static final WORK = 'this runbook computes too much: its loops, blocks and texts take more than 4000000 units of work'
    static final TEXT = 'a text of more than 1000000 characters is too long for a runbook'
    static final LIST = 'a list of more than 100000 elements is too long for a runbook'
    static final RANGE = 'a range of more than 10000 numbers is too long for a runbook'
    static final NUMBER = 'a number of more than 1000 digits is too long for a runbook'
    static final PATTERN = 'the pattern is too large: it may have 1000 characters, and its repetitions may add up to 10000'

    def 'rejected in one line: #body'() {
        when:
        def reported = messageOf(inRunbook("step('s') { shell 'true' }\n$body"))

        then:
        reported.readLines()[0] ==~ /demo\.groovy:[1-9]\d*(:\d+)?: .*/
        reported.contains(message)
        reported.readLines().count { it.startsWith('demo.groovy') } == 1

        where:
        body                                                                                             | message
        '(1..2000000000).collect { it }'                                                                 | RANGE
        'def n = 2000000000\n(1..n).collect { it }'                                                      | RANGE
        '(1..9999).collect { a -> (1..9999).collect { b -> (1..9999).collect { c -> 1 } } }'             | WORK
        '(1..9999).every { a -> (1..9999).every { b -> true } }'                                         | WORK
        'for (i in 1..9999) { for (j in 1..9999) { } }'                                                  | WORK
        "for (i in 1..9999) { for (j in 1..99) { step(\"\$i \$j\") { shell 'x' } } }"                    | WORK
        "step('a') { for (i in 1..9999) { for (j in 1..9999) { } }\nshell 'x' }"                         | WORK
        "phase('a') { for (i in 1..9999) { for (j in 1..9999) { } }\nstep('a') { shell 'x' } }"          | WORK
        "notify('a') { for (i in 1..9999) { for (j in 1..9999) { } }\ntext 'x' }"                        | WORK
        "step('a') { shell \"\${(1..9999).collect { a -> (1..9999).collect { b -> 1 } }}\" }"            | WORK
        "def x = ['a']\nfor (i in 1..60) { x = [x, x] }\nstep(\"\$x\") { shell 'x' }"                    | WORK
        "def x = ['a']\nfor (i in 1..60) { x = [x, x] }\nif (x == x) { step('y') { shell 'x' } }"        | WORK
        'def x = (1..9999).collect { [it] }\nx.toUnique()'                                               | WORK
        'def x = (1..9999).collect { it }\nfor (i in 1..9999) { x.contains(0) }'                         | WORK
        "def x = (1..9999).join('a')\nfor (i in 1..9999) { x.contains('qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq') }" | WORK
        "def x = 'a'\nfor (i in 1..60) { x = x + x }"                                                    | TEXT
        'def x = \'a\'\nfor (i in 1..60) { x = "$x$x" }'                                                 | TEXT
        "def x = 'a'\nfor (i in 1..60) { x = x.replace('a', 'aaaaaaaaaa') }"                             | TEXT
        "def x = ['a']\nfor (i in 1..60) { x = x + x }"                                                  | LIST
        "def x = 7G\nfor (i in 1..60) { x = x * x }"                                                     | NUMBER
        "def x = 7.5\nfor (i in 1..60) { x = x * x }"                                                    | NUMBER
        "'1e999999999'.toBigDecimal() + 1"                                                               | NUMBER
        "'a'.matches('((a{1000}){1000}){1000}')"                                                         | PATTERN
        "param 'p', 'x', matching: ~/(x{1000}){1000}/, default: 'x'"                                     | PATTERN
        "param 'p', 'x', matching: ~/(?=a)/, default: 'x'"                                               | "'(?=' is not valid in a pattern"
        "param 'p', 'x', oneOf: (1..10000)"                                                              | 'a parameter offers at most 100 choices, not 10000'
        '1e999999999 + 1'                                                                                | 'a runbook cannot contain a number of this size'
        ('9' * 5000) + 'G + 1'                                                                           | 'a runbook cannot contain a number of this size'
    }

    def 'a pattern is matched in time proportional to the text: #pattern'() {
        expect:
        messageOf(inRunbook("if (!('${'a' * 5000}!' ==~ /$pattern/) && !'${'a' * 5000}!'.matches('$pattern')) { step('s') { shell 'true' } }")) == ''

        where:
        pattern << ['(a+)+b', '(a|a|aa)+b', '(.*)*b', '([a-z]+)*b', '(a?){50}a{50}b']
    }

    def 'the choices of parameters are planned up to a limit, not their combinations'() {
        given:
        def file = file(inRunbook((1..9).collect { "param 'p$it', 'x', oneOf: (1..90), type: Integer" }.join('\n') + "\nstep('s') { shell 'true' }"))

        when:
        reader().readChoices(RunbookRequest.toCheck(file, [:], Optional.empty(), NOW))

        then:
        def refused = thrown(InvalidRunbookException)
        refused.message.contains(WORK)
    }

    def 'runbooks that follow each other repeatedly are compiled up to a limit'() {
        given:
        (1..30).each { n -> file("runbook('a/r$n') { step('one') { follow 'a/r${n + 1}' }\nstep('two') { follow 'a/r${n + 1}' } }", "runbooks/a/r${n}.groovy") }
        file("runbook('a/r31') { step('s') { shell 'true' } }", 'runbooks/a/r31.groovy')

        when:
        reader().read(RunbookRequest.toCheck(folder.resolve('runbooks/a/r1.groovy'), [:], Optional.empty(), NOW))

        then:
        def refused = thrown(InvalidRunbookException)
        refused.message.contains(WORK)
    }

    def 'ten thousand steps are within the limits'() {
        expect:
        check(inRunbook("for (i in 1..9999) { step(\"Step \$i\") { budget 1.second\nshell \"echo \$i\" } }")).plan().nodes().size() == 9999
    }
}
