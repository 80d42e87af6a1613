package dev.runbook.action.shell

import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.HostileValues
import dev.runbook.environment.Environment
import dev.runbook.machine.Thorough
import dev.runbook.value.Result
import dev.runbook.value.Secret
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** The command line, the input and the end of a PowerShell step, with a {@code pwsh} that only writes down what it gets. */
class PowerShellActionSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    Attempts attempts = new Attempts(secrets: [TOKEN: "s3'cr3t"])

    def 'the command line contains only a fixed bootstrap; script and values are sent on standard input'() {
        given:
        def pwsh = install()

        when:
        def outcome = perform('Restart-Service -Name ', 'erp; Stop-Computer', ' -Token "', new Secret('TOKEN'), '"')

        then:
        outcome.result() == Result.OK
        pwsh.arguments[0..-2] == ['-NoLogo', '-NoProfile', '-NonInteractive', '-OutputFormat', 'Text', '-EncodedCommand']
        pwsh.bootstrap == PowerShell.text('settings.ps1', 'local.ps1', 'script.ps1')
        pwsh.tokens == [['s', 'Restart-Service -Name ${RB_1} -Token "${RB_2}"'], ['s', 'erp; Stop-Computer'], ['s', "s3'cr3t"]]

        and: 'no list of processes shows a value'
        !(pwsh.arguments.join('\n') + pwsh.variables).contains('Stop-Computer')
        !(pwsh.arguments.join('\n') + pwsh.variables).contains('s3')
    }

    @Thorough('a process for each value')
    def 'hostile values arrive unchanged, outside the script'() {
        given:
        def pwsh = install()

        expect:
        HostileValues.ALL.findAll { it.bytes.length < 100_000 }.each { value ->
            assert perform('Write-Output ', value, ' "', value, '"').result() == Result.OK
            assert pwsh.tokens == [['s', 'Write-Output ${RB_1} "${RB_2}"'], ['s', value], ['s', value]]
        }
    }

    def 'numbers and booleans keep their type in the script'() {
        given:
        def pwsh = install()

        when:
        perform('if (', 10, ' -gt ', 2.50, ' -and ', true, ') { ', 'x', ' }')

        then:
        pwsh.tokens.drop(1) == [['n', '10'], ['n', '2.50'], ['b', 'true'], ['s', 'x']]
    }

    def 'a NUL, a missing value and a list are rejected in one line'() {
        given:
        install()

        when:
        perform('echo ', value, '')

        then:
        def refusal = thrown(AuthorException)
        refusal.message.lines().count() == 1

        where:
        value << ['a\0b', null, [1, 2]]
    }

    def 'its exit is described in words: #behaviour'() {
        given:
        install(behaviour)

        when:
        def outcome = perform('echo x')

        then:
        outcome.values().exitCode == exitCode
        outcome.cause() == cause

        where:
        behaviour                          || exitCode | cause
        'exit 0'                           || 0        | ''
        'exit 3'                           || 3        | 'exit code 3'
        'echo "no service" >&2; exit 1'    || 1        | 'exit code 1: no service'
        'kill -KILL $$'                    || 137      | 'killed by signal 9 (KILL, by a user or out of memory): Killed'
    }

    def 'its output is kept as UTF-8 and parsed as JSON if it is JSON'() {
        given:
        install('''printf '{"name": "grün"}\\n' ''')

        expect:
        perform('ConvertTo-Json @{}').values().json == [name: 'grün']
    }

    def 'it has empty standard input, its folder and its variables'() {
        given:
        def pwsh = install()
        def spec = new ShellSpec(new ShellScript.PowerShellInPlace(Template.of('x')), Optional.of(Template.of(folder.toString())), Optional.empty(),
                [COLOR: Template.of('blau')])

        when:
        attempts.perform(spec)

        then:
        pwsh.variables.readLines().containsAll(['COLOR=blau', "OLDPWD=$folder".toString(), 'POWERSHELL_TELEMETRY_OPTOUT=1'])
        pwsh.variables.contains('RUNBOOK_MARKER=')
    }

    def 'powershell.exe is used instead of pwsh, and the absence of both is reported'() {
        given:
        def windows = new FakePowerShell(folder.resolve('windows'), 'exit 0', 'powershell.exe')
        attempts.shell = new Environment.ShellSettings([windows.folder], [:])

        expect:
        perform('x').result() == Result.OK
        windows.tokens == [['s', 'x']]

        when:
        attempts.shell = Environment.ShellSettings.none()
        def outcome = perform('x')

        then:
        !outcome.answered()
        outcome.cause() == '/bin/sh did not run the script: exit code 127, a command was not found: pwsh: not found: PowerShell is not installed here'
    }

    def 'a program named pwsh that exits with 0 without reading has not run the script: #program'() {
        given:
        def pwsh = Files.writeString(folder.resolve('pwsh'), "#!/bin/sh\n$program\n")
        pwsh.toFile().executable = true
        attempts.shell = new Environment.ShellSettings([folder], [:])

        when:
        def outcome = perform('Restart-Service erp')

        then:
        outcome.result() == Result.FAILED
        !outcome.answered()
        outcome.cause().startsWith('/bin/sh did not run the script: exit code 0')

        where:
        program << ['exit 0', 'cat', 'cat >/dev/null; echo done', 'env']
    }

    def 'its child processes are stopped with it, with proof'() {
        given:
        install('sleep 600 & sleep 600')

        when:
        def outcome = attempts.perform(spec('Start-Sleep 600'), Duration.ofMillis(500))

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.stop().get().confirmed()
        outcome.stop().get().survivors() == []
    }

    def 'a script file is sent unchanged'() {
        given:
        def pwsh = install()
        def file = Files.writeString(folder.resolve('restore.ps1'), "param()\n  'ä' # \${x}\n")

        when:
        attempts.perform(new ShellSpec(new ShellScript.PowerShellFile(file), Optional.empty(), Optional.empty(), [:]))

        then:
        pwsh.tokens == [['s', "param()\n  'ä' # \${x}\n"]]
    }

    private FakePowerShell install(String behaviour = 'exit 0') {
        def pwsh = new FakePowerShell(folder.resolve('bin'), behaviour)
        attempts.shell = new Environment.ShellSettings([pwsh.folder], [:])
        pwsh
    }

    private perform(Object... pieces) {
        attempts.perform(spec(pieces))
    }

    private static ShellSpec spec(Object... pieces) {
        def parts = pieces.toList().indexed().findAll { it.key % 2 == 0 }.values()*.toString()
        def values = pieces.toList().indexed().findAll { it.key % 2 == 1 }.values().toList()
        new ShellSpec(new ShellScript.PowerShellInPlace(new Template(parts, values)), Optional.empty(), Optional.empty(), [:])
    }
}
