package dev.runbook.compile

import dev.runbook.compile.source.Diagnostic
import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.terminal.TextWidth
import spock.lang.Specification

/** Places count characters, whatever precedes them on the line: an emoji, a rare ideograph, a combining mark. */
class CharacterPlacesSpec extends Specification implements RunbookTexts {

    def 'a valid line after #before is valid: #line'() {
        expect:
        messageOf(inRunbook("/* $before */ $line")) == ''

        where:
        [before, line] << [CHARACTERS, [
            "step('a') { shell 'x' }",
            "step('a') { budget 9.seconds; idempotent(); shell 'echo ok'; expect { exitCode == 0 } }",
            "step('a') { shell 'echo 🚑'; expect { stdout == '🚑' }; onFailure { carryOn() } }",
            "rto 1.minute /* 🚑🚑 */; step('a') { budget 9.seconds; shell 'x' }",
            "param 'why', 'why', example: 'x'; step('🚑') { shell \"echo 🚑 \${params.why}\" }",
            "step('a') { shell '''\n        🚑\n    ''' }",
        ]].combinations()
    }

    def 'a mistake after #before is reported at its place: #line'() {
        given:
        def plain = diagnostics("/* _ */ $line")
        def shifted = diagnostics("/* $before */ $line")

        expect:
        plain.size() == 1
        shifted*.message() == plain*.message()
        shifted[0].place().column() == plain[0].place().column() + before.codePointCount(0, before.length()) - 1
        shifted[0].length() == plain[0].length()
        shifted[0].cures() == plain[0].cures()*.replace('/* _ */', "/* $before */")

        and: 'the caret is under it'
        def (_, shown, caret) = shifted[0].text().split('\n')
        def characters = shifted[0].sourceLine().codePoints().toArray()
        TextWidth.of(new String(characters, 0, shifted[0].place().column() - 1)) == caret.indexOf('^') - 4

        where:
        [before, line] << [CHARACTERS, [
            // the parser, and what was left open
            "step('a') { shell 'x }",
            "step('a') { shell 'x' ) }",
            "step('a') { shell \"x \$1\" }",
            // forbidden and mistaken syntax
            "while (true) { }",
            "step('a') { budget: 3.minutes; shell 'x' }",
            "step 'a' { shell 'x' }",
            "step('a') { shell 'x' in: 'y' }",
            "step('a') { shell 'echo \${x}' }",
            "rto 5 minutes; step('a') { shell 'x' }",
            "step('a') { shell 'x'; expect { exitCode = 0 } }",
            // words, types, values
            "step('a') { shel 'x' }",
            "step('a') { shell \"echo \$HOME\" }",
            "step('a') { shell \"echo '\${params.why}'\" }",
            "step('a') { shell \"echo '🚑 \${params.why} 🚑'\" }",
            "step('a') { shell 'x'; expect { exitCode + 1 } }",
            "step('a') { ssh 'x', on: web }",
            "step('a') { sql \"select '\${params.why}'\", on: 'orders' }",
            // planning
            "step('b') { budget 3.minutes }",
        ]].combinations()
    }

    def 'the places of a condition and its parts count characters'() {
        given:
        def runbook = check(inRunbook("step('🚑') { shell 'x'; expect { stdout == '🚑' && exitCode == 0 } }"))
        def condition = runbook.plan().nodes()[0].work().expect().get()

        when:
        def failed = condition.failures([stdout: '🚑', exitCode: 1], { it })[0]

        then:
        failed.text() == "stdout == '🚑' && exitCode == 0"
        failed.parts()*.text() == ['stdout', 'exitCode']
        failed.parts()*.column() == [0, 17]
    }

    private List<Diagnostic> diagnostics(String line) {
        try {
            check(inRunbook("param 'why', 'why', example: 'x'\n$line"))
            []
        } catch (InvalidRunbookException e) {
            e.diagnostics()
        }
    }

    static final List<String> CHARACTERS = ['🚑', '🚑🔥', '𠮷野家', '復旧', 'e\u0301', '👩\u200d🚒', '\t']
}
