package dev.runbook.action.shell

import dev.runbook.action.Attempts
import dev.runbook.action.HostileValues
import dev.runbook.action.Output
import dev.runbook.machine.Machine
import dev.runbook.value.Result
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification

/** PowerShell itself. */
@Requires(value = { Machine.has('pwsh') }, reason = 'needs pwsh')
class RealPowerShellSpec extends Specification {
    @Shared
    @AutoCleanup
    Attempts attempts = new Attempts()

    def 'a value arrives unchanged in every place: #shown'() {
        given:
        attempts.output.bytes.clear()
        def places = ['function f($a) { [Console]::Out.Write("$a`0") }\nf ', '\nf "', '"\n$x = ', '; f $x\nf "a', 'b"\nf "$(f ', ')"\nf @"\n', '\n"@\n/usr/bin/printf \'%s\\0\' ', '\n']

        when:
        def outcome = perform(places, [value] * (places.size() - 1))

        then:
        outcome.cause() == ''
        attempts.output.text(Output.Stream.OUT) == [value, value, value, "a${value}b", value, '', value, value].join('\0') + '\0'

        where:
        value << HostileValues.SHORT
        shown = HostileValues.shown(value)
    }

    def '#script ends with #exitCode'() {
        when:
        def outcome = perform([script], [])

        then:
        outcome.values().exitCode == exitCode
        outcome.result() == (exitCode == 0 ? Result.OK : Result.FAILED)
        outcome.cause().contains(cause)

        where:
        script                                    || exitCode | cause
        "'hello'"                                 || 0        | ''
        'exit 7'                                  || 7        | 'exit code 7'
        '/bin/sh -c "exit 3"'                     || 3        | 'exit code 3'
        "throw 'no room'; 'not reached'"          || 1        | 'no room'
        "Get-Item /not/there; 'not reached'"      || 1        | '/not/there'
        "if ("                                    || 1        | 'exit code 1'
    }

    def 'numbers compare as numbers, text is UTF-8, standard input is empty'() {
        given:
        attempts.output.bytes.clear()

        when:
        perform(['if (', ' -gt ', ') { "grün" }; [Console]::In.ReadToEnd().Length'], [10, 9])

        then:
        attempts.output.text(Output.Stream.OUT) == 'grün\n0\n'
    }

    private perform(List<String> parts, List<?> values) {
        attempts.perform(new ShellSpec(new ShellScript.PowerShellInPlace(new Template(parts, values)), Optional.empty(), Optional.empty(), [:]))
    }
}
