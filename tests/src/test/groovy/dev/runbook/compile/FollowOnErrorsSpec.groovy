package dev.runbook.compile

import dev.runbook.compile.source.InvalidRunbookException
import spock.lang.Specification

/** One message per mistake: no message is a follow-on error of another mistake, and none is hidden by another. */
class FollowOnErrorsSpec extends Specification implements RunbookTexts {

    def 'a mistake has one message: #text'() {
        expect:
        problems(text) == [problem]

        where:
        text                                                                            || problem
        "step('a') { shell 'x'; expect { statsu == 200 } }"                             || "unknown name 'statsu' in expect"
        "step('a') { shell 'x'; expect { exitCod < 3 && ok } }"                         || "unknown name 'exitCod' in expect"
        "step('a') { shell 'x'; expect { lines.sizee() == 3 } }"                        || "unknown operation 'sizee' on a list"
        "step('a') { shell 'x'; expect { !undefined } }"                                || "unknown name 'undefined' in expect"
        "step('a') { shell \"echo \${x.y.z()}\" }"                                      || "unknown name 'x' in step"
        "def x = foo + 1\nstep('a') { shell \"echo \$x\"; retry x }"                    || "unknown name 'foo' in runbook"
        "def b = zzzzzz('a')\nstep('c') { shell \"echo \${b.stdout}\" }"                || "unknown word 'zzzzzz' in runbook"
        "for (x in lst) { step(\"a \$x\") { shell \"echo \$x\" } }"                     || "unknown name 'lst' in runbook"
        "notify('x') { on starte, failed; text 'x' }"                                   || "unknown name 'starte' in notify"
        "step { shell 'x'; expect { exitCode == 0 } }"                                  || "'step' cannot take a block"
        "step('a') { shell 'x'; budget 3 minutes, limit: 4.minutes }"                   || "a dot is missing before 'minutes'"
        "step('a') { budgt 3; shell 'x' }"                                              || "unknown word 'budgt' in step"
        "['x'].each { step(it) { shell 'x' } }"                                         || "a runbook cannot call 'each' of a list"
        "def f = { step('x') { shell 'x'; budget 3.minutes } }"                         || "'step' is not allowed in a block that only computes"
        "if (params.wy == 'x') { step('b') { shell 'x' } }"                             || "there is no parameter 'wy'"
        "notify(run.id) { text 'x' }\nstep('a') { shell 'x' }"                           || "'notify' takes a value known before the run; this one is known only in a run"
        "def x = foo\ndef y = x\nstep('a') { shell \"\${y.z}\"; retry y; budget y }"      || "unknown name 'foo' in runbook"
    }

    def 'the content of a misspelt block is checked, and its mistakes are reported too: #text'() {
        expect:
        problems(text) == found

        where:
        text                                                                      || found
        "stpe('a') { shel 'x'; expct { exitCode == 0; stats == 3 } }"             || ["unknown word 'stpe' in runbook", "unknown word 'shel' in step", "unknown word 'expct' in step", "unknown name 'stats' in expect"]
        "phse('p') { verfy('v') { shell 'x'; evry 3.seconds } }"                  || ["unknown word 'phse' in runbook", "unknown word 'verfy' in phase", "unknown word 'evry' in verify"]
        "step('a') { shell 'x'; onFailur { carryOn(); notfy('x') { txt 'y' } } }" || ["unknown word 'onFailur' in step", "unknown word 'notfy' in onFailure", "unknown word 'txt' in notify"]
        "task('a') { shel 'x' }"                                                  || ["unknown word 'task' in runbook", "unknown word 'shel' in step"]
        "stage('a') { step('b') { shel 'x' } }"                                   || ["unknown word 'stage' in runbook", "unknown word 'shel' in step"]
    }

    def 'valid content of a misspelt block adds no message: #text'() {
        expect:
        problems(text).size() == 1

        where:
        text << [
            "stpe('a') { budget 3.minutes; shell 'x'; retry 2; expect { exitCode == 0 && stdout.contains('x') } }",
            "def b = stpe('a') { shell 'x' }\nstep('c') { shell \"echo \${b.stdout}\"; onlyIf { b.ok } }",
            "step('a') { shell 'x'; expct { json.items.every { it.id > 3 } } }",
            "phse('p') { def b = step('a') { shell 'x' } }\nstep('c') { shell \"echo \${b.stdout}\" }",
            "step('a') { shel 'x'; expect { exitCode == 0 }; onFailure { carryOn() } }",
            "def b = step('a') { shell 'x' }\nstep('c') { onlyIff { b.ok }; shell 'x' }",
            "notfy('all') { on started, failed; text \"Because \${params.why}\" }\nstep('a') { shell 'x' }",
        ]
    }

    def 'a unit is suggested in the form with its number: #text'() {
        expect:
        messageOf(inRunbook(text)).readLines().last().strip() == cure

        where:
        text                                         || cure
        "step('a') { shell 'x'; budget 3.minut }"    || "did you mean 'minutes'?"
        "step('a') { shell 'x'; budget 3.minuts }"   || "did you mean 'minutes'?"
        "step('a') { shell 'x'; budget 30.secon }"   || "did you mean 'seconds'?"
        "step('a') { shell 'x'; budget 1.minut }"    || "did you mean 'minute'?"
    }

    private List<String> problems(String text) {
        try {
            check(inRunbook("param 'why', 'why', example: 'x'\n$text"))
            []
        } catch (InvalidRunbookException e) {
            e.diagnostics()*.message()
        }
    }
}
