package dev.runbook.compile

import spock.lang.Specification

/** The messages about mistakes: the place, the line with a caret, the cure. Each row is one mistake. */
class MistakesSpec extends Specification implements RunbookTexts {

    def 'a mistake in a word is reported with its line, column and cure: #line'() {
        expect:
        messageOf("runbook('demo') {\n    param 'reason', 'why'\n$line\n}") == message.stripIndent().strip()

        where:
        line                                                       | message
        "    stpe('a') { shell 'x' }"                              | """
            demo.groovy:3:5: unknown word 'stpe' in runbook
                stpe('a') { shell 'x' }
                ^~~~
                did you mean 'step'?"""
        "    step('a') { shel 'x' }"                               | """
            demo.groovy:3:17: unknown word 'shel' in step
                step('a') { shel 'x' }
                            ^~~~
                did you mean 'shell'?"""
        "    step('a') { shell 'x'; budget 3.minuts }"             | """
            demo.groovy:3:37: a number has no 'minuts'
                step('a') { shell 'x'; budget 3.minuts }
                                                ^~~~~~
                did you mean 'minutes'?"""
        "    step('a') { budget 3.minutes, shell 'x' }"            | """
            demo.groovy:3:35: unknown name 'shell' in step
                step('a') { budget 3.minutes, shell 'x' }
                                              ^~~~~
                a word begins a new statement: put ';' or a new line before shell"""
        "    step('a') { shell 'x'; budget 3 }"                    | """
            demo.groovy:3:28: 'budget' cannot take a number
                step('a') { shell 'x'; budget 3 }
                                       ^~~~~~
                write budget 30.seconds  or  budget 30.seconds, limit: 30.seconds"""
        "    budget 3.minutes"                                     | """
            demo.groovy:3:5: unknown word 'budget' in runbook
                budget 3.minutes
                ^~~~~~
                'budget' can be used in approve, choose, cleanup, firstOf, forEach, guard, manual, measure, parallel, pause, phase, recoveryPoint, step, trigger, undo, verify"""
        "    rto '5 minutes'"                                      | """
            demo.groovy:3:5: 'rto' cannot take text
                rto '5 minutes'
                ^~~
                write rto 30.seconds  or  rto 30.seconds, limit: 30.seconds"""
        "    step('a') { shell \"echo \${params.reson}\" }"        | """
            demo.groovy:3:38: there is no parameter 'reson'
                step('a') { shell "echo \${params.reson}" }
                                                 ^~~~~
                did you mean 'reason'?"""
        "    step('a') { shell 'x', usr: 'y' }"                    | """
            demo.groovy:3:28: 'shell' has no 'usr:'
                step('a') { shell 'x', usr: 'y' }
                                       ^~~
                did you mean 'user'?"""
        "    step('a') { shell 'x', user: 3 }"                     | """
            demo.groovy:3:34: 'user:' cannot take a number
                step('a') { shell 'x', user: 3 }
                                             ^
                write user: '…'"""
        "    step('a') { shell 'x'; retry 3, evry: 5.seconds }"    | """
            demo.groovy:3:37: 'retry' has no 'evry:'
                step('a') { shell 'x'; retry 3, evry: 5.seconds }
                                                ^~~~
                did you mean 'every'?"""
        "    notify('all') { on started, suceeded; text 'x' }"     | """
            demo.groovy:3:33: unknown name 'suceeded' in notify
                notify('all') { on started, suceeded; text 'x' }
                                            ^~~~~~~~
                did you mean 'succeeded'?"""
        "    step('a') { shell \"echo \$HOME\" }"                  | """
            demo.groovy:3:30: unknown name 'HOME' in step
                step('a') { shell "echo \$HOME" }
                                         ^~~~
                for the shell's own variable write \\\$HOME"""
        "    step('a') { shell \"echo 'is \${params.reason}'\" }"  | """
            demo.groovy:3:35: the shell expands nothing between single quotes
                step('a') { shell "echo 'is \${params.reason}'" }
                                              ^~~~~~~~~~~~~
                use double quotes, or end the quotes before the value
                write: step('a') { shell "echo 'is '\\"\${params.reason}\\"''" }"""
        "    step('a') { shell 'x'; expect { status == 200 } }"    | """
            demo.groovy:3:37: the step runs shell, which provides no 'status'
                step('a') { shell 'x'; expect { status == 200 } }
                                                ^~~~~~
                it provides: ok, exitCode, json, lines, stderr, stdout"""
        "    step('a') { shell 'x'; expect { exitCode + 1 } }"     | """
            demo.groovy:3:37: a condition is true or false; this is a number
                step('a') { shell 'x'; expect { exitCode + 1 } }
                                                ^~~~~~~~~~~~
                compare it: exitCode + 1 != 0"""
        "    ['x'].each { step(it) { shell 'x' } }"                | """
            demo.groovy:3:11: a runbook cannot call 'each' of a list
                ['x'].each { step(it) { shell 'x' } }
                      ^~~~
                write for (one in list) { }"""
        "    step('a') { shell 'x'; timeout 3.minutes }"           | """
            demo.groovy:3:28: unknown word 'timeout' in step
                step('a') { shell 'x'; timeout 3.minutes }
                                       ^~~~~~~
                the time all attempts may take is 'budget', that of one is 'attempt'"""
        "    step('a') { ssh 'x', on: web }"                       | """
            demo.groovy:3:30: unknown name 'web' in step
                step('a') { ssh 'x', on: web }
                                         ^~~
                declare it above: def web = …; a text is written in quotes: 'web'"""
        "    def url = service('api') + '/x'"                      | """
            demo.groovy:3:15: '+' cannot take a service's address and text
                def url = service('api') + '/x'
                          ^~~~~~~~~~~~~~~~~~~~~
                a text with values in it is written "\${…} …\""""
        "    def f = { step('x') { shell 'x' } }"                  | """
            demo.groovy:3:15: 'step' is not allowed in a block that only computes
                def f = { step('x') { shell 'x' } }
                          ^~~~
                write for (one in list) { }"""
        "    def b = step('b') { shell 'x' }; step('a') { shell \"\$b.stdut\" }" | """
            demo.groovy:3:60: unknown name 'stdut' on the result of a step
                def b = step('b') { shell 'x' }; step('a') { shell "\$b.stdut" }
                                                                       ^~~~~
                did you mean 'stdout'?"""
        "    def b = step('b') { shell 'x' }; step('a') { if (b.ok) { shell 'x' } }" | """
            demo.groovy:3:54: this value is known only in a run, and the plan cannot depend on it
                def b = step('b') { shell 'x' }; step('a') { if (b.ok) { shell 'x' } }
                                                                 ^~~~
                use it in \${…} of a command or message, or in a condition: onlyIf { … } or expect { … }"""
    }

    def 'a forbidden construct is reported before unknown words: #line'() {
        expect:
        messageOf("runbook('demo') {\n$line\nstpe('b') { }\n}") == message.stripIndent().strip()

        where:
        line                                   | message
        "    while (true) { }"                 | """
            demo.groovy:2:5: a runbook cannot contain 'while'
                while (true) { }
                ^~~~~~~~~~~~~~~~
                write for (name in list) { }"""
        "    step('a') { budget: 3.minutes }"  | """
            demo.groovy:2:17: 'budget:' is a label, not a word
                step('a') { budget: 3.minutes }
                            ^~~~~~
                write 'budget …' without the colon"""
        "    step 'a' { shell 'x' }"           | """
            demo.groovy:2:10: a name before a block is written in brackets
                step 'a' { shell 'x' }
                     ^~~
                write step('a') { … }"""
        "    def run = 3"                      | """
            demo.groovy:2:9: 'run' is a word in runbook and cannot name a value there
                def run = 3
                    ^~~
                give the value another name"""
        "    def step = 3; step('a') { shell 'x' }" | """
            demo.groovy:2:9: 'step' names a value here, and is a word where it is used in line 2
                def step = 3; step('a') { shell 'x' }
                    ^~~~
                give the value another name"""
        "    step('a') { shell 'echo \${x}' }" | """
            demo.groovy:2:29: \${…} puts no value into text in single quotes
                step('a') { shell 'echo \${x}' }
                                        ^~~~
                use double quotes for a value; for the shell's own variable write \$NAME here, or \\\${NAME} in double quotes"""
        "    step('a') { shell 'x' in: 'y' }"  | """
            demo.groovy:2:23: a comma is missing after 'x'
                step('a') { shell 'x' in: 'y' }
                                  ^~~"""
        "    rto 5 minutes"                    | """
            demo.groovy:2:11: a dot is missing before 'minutes'
                rto 5 minutes
                      ^~~~~~~
                write 5.minutes"""
    }

    def 'a syntax error is reported at the place where it begins: #text'() {
        expect:
        messageOf(text) == message.stripIndent().strip()

        where:
        text                                                                            | message
        "runbook('demo') {\n    step('a') {\n        shell 'kubectl get\n    }\n}"       | """
            demo.groovy:3:15: this quote is never closed
                shell 'kubectl get
                      ^
                close it with '"""
        "runbook('demo') {\n    step('a') {\n        shell 'x'\n    step('b') { shell 'y' }\n}" | """
            demo.groovy:2:15: this '{' is never closed
                step('a') {
                          ^
                add '}' where its block ends"""
        "runbook('demo') {\n    step('a') { shell 'x' }\n}\n}"                          | """
            demo.groovy:4:1: this '}' closes nothing
                }
                ^
                remove it, or open its block above"""
        "runbook('demo') {\n    step('a') { shell 'x' ) }\n}"                        | """
            demo.groovy:2:27: this ')' closes nothing
                step('a') { shell 'x' ) }
                                      ^
                remove it, or open its block above"""
        "runbook('demo') {\n    step('a') { shell \"awk '{print \$1}' f\" }\n}"         | """
            demo.groovy:2:36: '\$1' in double quotes is not a value
                step('a') { shell "awk '{print \$1}' f" }
                                               ^~
                for the shell's own write \\\$1, or put the whole text in single quotes"""
    }

    def 'a mistake found by planning is reported at its place'() {
        expect:
        messageOf(inRunbook(body)) == message.stripIndent().strip()

        where:
        body                                                            | message
        "step('a') { shell 'x' }\nstep('a') { shell 'y' }"              | """
            demo.groovy:3:6: 'a' is already the name of something else (line 2)
                step('a') { shell 'y' }
                     ^~~
                history, forecast and links use the name: give each its own"""
        "step('a') { shell 'x'; undo { shell 'y' } }\nstep('Undo a') { shell 'z' }" | """
            demo.groovy:3: 'Undo a' is already the name of something else
                history, forecast and links use the name: give each its own"""
        "step('a') { budget 3.minutes }"                                | """
            demo.groovy:2:6: step 'a' has no action
                step('a') { budget 3.minutes }
                     ^~~
                add one of: shell, powershell, ssh, sql, http, prometheus, copyRows, follow"""
        "background('a') { }"                                           | """
            demo.groovy:2:12: background 'a' has no action
                background('a') { }
                           ^~~
                add one of: shell, powershell, ssh, sql, http, prometheus"""
        "step('a') { shell 'x'; alreadyDone { } }"                      | """
            demo.groovy:2: alreadyDone has no action
                add one of: shell, powershell, ssh, sql, http, prometheus"""
        "step('a') { shell 'x'; retry 0 }"                              | "demo.groovy:2: retry takes 1 or more further attempts, not 0"
        "step('a') { shell 'x'; budget 0.seconds }"                     | "demo.groovy:2: 'budget' takes a time above zero, not 0ms"
        "step('a') { shell 'x'; shell 'y' }"                            | """
            demo.groovy:2: one action only: 'shell' is already declared here, and 'shell' is a second
                write a separate step for it"""
        "param 'n', 'how many', type: Integer\nstep('a') { shell 'x'; retry params.n }" | """
            demo.groovy:3: this depends on the parameter 'n', which has no value
                give -p n=…, or declare it with an example: or a default:"""
        "step('a') { def n = 'many'.toInteger(); shell 'x'; retry n }"  | 'demo.groovy:2: this is not a number: "many"'
        "parallel('p') { }"                                             | """
            demo.groovy:2:10: parallel 'p' has no members
                parallel('p') { }
                         ^~~"""
        "step('a') { shell 'x' }\nonFailure { carryOn() }"              | """
            demo.groovy:3: carryOn() has nothing to continue with in the runbook's own handler
                write stop()"""
        "step('a') { shell 'x'; onFailure { carryOn(); notify('all') { text 'x' } } }" | """
            demo.groovy:2: nothing is run after carryOn()
                put it above carryOn()"""
    }

    def 'a typical mistake is reported with its cure: #body'() {
        given:
        def said = messageOf(inRunbook(body)).readLines()

        expect:
        said[0] == "demo.groovy:$place"
        said[-1].strip() == cure

        where:
        body                                                          || place                                              | cure
        'rto 15.mins'                                                 || "2:8: a number has no 'mins'"                      | "did you mean 'minutes'?"
        'rto 15.millis'                                               || "2:8: a number has no 'millis'"                    | "did you mean 'milliseconds'?"
        'rto 15.fortnights'                                           || "2:8: a number has no 'fortnights'"                | 'a time has the units milliseconds, seconds, minutes, hours and days'
        'rto 1.5.hours'                                               || "2:9: a number has no 'hours'"                     | 'a unit follows a whole number: write 90.minutes instead of 1.5.hours'
        'rto = 15.minutes'                                            || '2:7: a name for a value cannot hold a duration'   | "a word takes its value without '=', as in rto 15.minutes; a name for a value begins with def"
        'rto\u00a015.minutes'                                         || '2:4: the character U+00A0 (NO-BREAK SPACE) looks like a space and is not one' | 'replace it with a space'
        '# a comment'                                                 || "2:1: '#' does not belong here"                    | 'a comment begins with //'
        'rto 5.minutes\nrto 6.minutes'                                || "3:1: 'rto' is already set here, in line 2"        | 'remove one of the two'
        "step('a') {\nbudget 1.minute\nshell 'x'\nbudget 2.minutes }" || "5:1: 'budget' is already set here, in line 3"     | 'remove one of the two'
        "verify('a') { shell 'x'; expect exitCode == 0 }"             || "2:33: unknown name 'exitCode' in verify"          | 'conditions are written in braces: expect { … }'
        "trigger('a') { severity 'critical' }"                        || "2:16: 'severity' cannot take text"                | 'write severity critical|high|medium|low'
        "notify('all') { text \"\${run.failure}\" }"                   || "2:29: unknown name 'failure' on run"              | 'it has: elapsed, id, links, question, since, startedAt, status'
        "param 'why', 'x'\nstep('a') { shell \"echo \${why}\" }"       || "3:27: unknown name 'why' in step"                 | 'it is a parameter: write params.why'
        "param 'v', 'x', matching: ~/v\\d/, default: '1'\nstep('a') { shell 'x' }" || "2: the parameter 'v' takes a text that matches v\\d, not '1'" | 'correct its default:'
        "step('a') { shell \"echo \$SERVICE\" }"                       || "2:26: unknown name 'SERVICE' in step"             | "for the shell's own variable write \\\$SERVICE"
    }

    def 'a word of several values may be repeated'() {
        expect:
        messageOf(inRunbook("lock 'a'\nlock 'b'\nrpo 'A', 1.minute\nrpo 'B', 2.minutes\nstep('a') { shel 'x' }")).readLines()[0] ==
                "demo.groovy:6:13: unknown word 'shel' in step"
    }

    def 'a file without a runbook is reported: #text'() {
        expect:
        messageOf(text) == "demo.groovy:1: this file contains no runbook, no triggers and no stakeholders\n    write runbook('system/name') { … }"

        where:
        text << ['', '\n\n', '// later', '/* later */ ;']
    }

    def 'code outside the runbook is reported where it belongs'() {
        given:
        def runbook = inRunbook("step('a') { shell 'x' }")

        expect:
        messageOf("$runbook\n$beside").lines().toList()[0] == 'demo.groovy:4:1: a file contains one runbook and nothing else'
        messageOf("$runbook\n$beside").lines().toList()[3].strip() == cure

        where:
        beside                                        || cure
        "runbook('two') { step('a') { shell 'x' } }"  || 'move this runbook to a separate file'
        "step('b') { shell 'x' }"                     || "move this into runbook('…') { }"
    }

    def 'all mistakes of a stage are reported together, in the order of the file'() {
        when:
        def message = messageOf(inRunbook((1..14).collect { "step('s$it') { shel 'x' }" }.join('\n')))

        then:
        message.lines().filter { it.contains("unknown word 'shel'") }.count() == 14
        message.lines().filter { it.startsWith('demo.groovy:') }.toList()[13].startsWith('demo.groovy:15:')
    }

    def 'the content of a block with an unknown word that resembles no other is not checked'() {
        expect:
        messageOf(inRunbook("zzzzzz('a') {\nshell 'x'\nbudgt 3\n}")).lines().filter { it.startsWith('demo.groovy') }.count() == 1
    }
}
