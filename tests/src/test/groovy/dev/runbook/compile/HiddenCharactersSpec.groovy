package dev.runbook.compile

import dev.runbook.cli.CommandRig
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path

/** Characters that a reviewer cannot see are rejected. */
class HiddenCharactersSpec extends Specification {
    @TempDir
    Path folder

    def 'a runbook with #character is rejected at its place'() {
        given:
        def rig = new CommandRig(folder)
        rig.write('runbooks/demo/hidden.groovy', "runbook('demo/hidden') {\n    step('One') { shell 'echo a${text}b' }\n}\n")

        when:
        def answer = rig.run('check', 'demo/hidden')

        then:
        answer.exit == 2
        answer.err =~ /hidden\.groovy:2:\d+: .*$character/
        !answer.err.any { it < ' ' && it != '\n' }
        !answer.err.contains(text) || text.startsWith('\\')

        where:
        character                      | text
        'U\\+001B \\(ESCAPE\\)'        | '\u001b]0;\u0007'
        'U\\+202E'                     | '\u202e'
        'U\\+2066'                     | '\u2066'
        'U\\+00AD'                     | '\u00ad'
        'U\\+2028'                     | '\u2028'
        'U\\+007F'                     | '\u007f'
        'U\\+001B \\(ESCAPE\\)'        | '\\u001b[2J'
        'U\\+001B \\(ESCAPE\\)'        | '\\033[2J'
        'U\\+0007'                     | '\\007'
        'U\\+0000'                     | '\\u0000'
        'U\\+202E'                     | '\\u202e'
        'U\\+D800'                     | '\\ud800'
        'U\\+DFFF'                     | '\\udfff'
    }

    def 'emoji, also joined ones, tabs and line breaks are allowed'() {
        given:
        def rig = new CommandRig(folder)
        rig.runbook('demo/fine', "step('Say 👩‍🚒') { shell 'printf \"%s\\\\n\" \"a\\tb\"' }")

        expect:
        rig.run('check', 'demo/fine').exit == 0
    }

    def 'a word in two scripts is reported as a warning, and may be declared known'() {
        given:
        def rig = new CommandRig(folder)
        rig.runbook('demo/mixed', "step('Restart p\u0430yments') { shell 'true' }")
        rig.runbook('demo/known', "step('Restart p\u0430yments') { shell 'true' } // known: the service's own spelling")

        expect:
        with(rig.run('check', 'demo/mixed')) {
            exit == 0
            err.contains("'p\u0430yments' mixes Latin letters with U+0430 (CYRILLIC SMALL LETTER A), which looks like one")
        }
        rig.run('check', 'demo/known').err == ''
    }
}
