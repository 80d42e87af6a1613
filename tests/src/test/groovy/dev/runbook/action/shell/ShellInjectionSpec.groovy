package dev.runbook.action.shell

import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.HostileValues
import dev.runbook.action.Output
import dev.runbook.action.Specs
import dev.runbook.value.Secret
import dev.runbook.value.Template

import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Values never become code: each arrives byte for byte wherever it may stand, or is refused in one line. */
class ShellInjectionSpec extends Specification {
    /** Every place a value may stand in; what the script prints for a value V is given by {@link #printed}. */
    static final List<String> SCRIPT = [
        'cd "$HERE"\nprintf "%s\\0" ',
        ' "',
        '" "$(printf "%s." ',
        ')" "${none:-',
        '}" a',
        'b\nx=',
        '; printf "%s\\0" "$x"; for y in ',
        '; do printf "%s\\0" "$y"; done; case ',
        ' in ',
        ') printf "same\\0";; esac # ',
        '\ncat <<EOF-OF-TEXT\n',
        '\nEOF-OF-TEXT\n'
    ]

    @TempDir
    Path folder

    @Shared @AutoCleanup
    Attempts attempts = new Attempts()

    def 'arrives unchanged: #shown'() {
        given:
        attempts.output.bytes.clear()
        // a value in the comment would end it with its line break; there it is not expanded at all
        def template = new Template(SCRIPT, [value] * (SCRIPT.size() - 1))

        when:
        def outcome = attempts.perform(new ShellSpec(new ShellScript.Text(template), Optional.empty(), Optional.empty(), [HERE: Template.of(folder.toString())]))

        then:
        outcome.cause() == ''
        attempts.output.text(Output.Stream.OUT) == printed(value)
        folder.toFile().list().toList() == []

        where:
        value << HostileValues.SHORT
        shown = HostileValues.shown(value)
    }

    def 'a value of #length characters arrives unchanged'() {
        given:
        attempts.output.bytes.clear()

        expect:
        attempts.perform(Specs.shell(new Template(['printf %s ', ''], [value]))).result().good()
        attempts.output.text(Output.Stream.OUT) == value

        where:
        value << HostileValues.LONG
        length = value.length()
    }

    def 'secrets, variables and folders arrive unchanged: #shown'() {
        given:
        attempts.output.bytes.clear()
        attempts.secrets = [S: value]
        def spec = new ShellSpec(new ShellScript.Text(new Template(['cd "$HERE"; printf "%s\\0%s" ', ' "$OWN"'], [new Secret('S')])),
                Optional.empty(), Optional.empty(), [OWN: new Template(['', ''], [value]), HERE: Template.of(folder.toString())])

        expect:
        attempts.perform(spec).result().good()
        attempts.output.text(Output.Stream.OUT) == value + '\0' + value
        folder.toFile().list().toList() == []

        where:
        value << HostileValues.ALL.findAll { it.bytes.length < 100 }.indexed().findAll { it.key % 3 == 0 }.values()
        shown = HostileValues.shown(value)
    }

    def 'a value with a NUL is rejected in one line: #shown'() {
        when:
        attempts.perform(Specs.shell(new Template(['echo ', ''], [value])))

        then:
        def refusal = thrown(AuthorException)
        refusal.message.lines().count() == 1

        where:
        value << ['\0', 'a\0b', 'a\0; touch hit']
        shown = HostileValues.shown(value)
    }

    /** What {@link #SCRIPT} prints: words ended by a NUL, then the here-document. */
    static String printed(String value) {
        // the shell itself takes the line breaks off the end of a $( ), hence the full stop in the script
        def words = [value, value, value + '.', value == '' ? '' : value, 'a' + value + 'b', value, value, 'same']
        words.join('\0') + '\0' + value + '\n'
    }
}
