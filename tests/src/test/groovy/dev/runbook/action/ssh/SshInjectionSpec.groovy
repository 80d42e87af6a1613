package dev.runbook.action.ssh

import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.HostileValues
import dev.runbook.action.Output
import dev.runbook.action.Specs
import dev.runbook.action.shell.FakePowerShell
import dev.runbook.action.shell.ShellInjectionSpec
import dev.runbook.action.shell.ShellScript
import dev.runbook.machine.Thorough
import dev.runbook.value.Result
import dev.runbook.value.Secret
import dev.runbook.value.Template

import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Values never become code on a host either. */
@Thorough('a connection for each hostile value')
@Requires(value = { OpenSsh.installed }, reason = 'needs openssh-server')
class SshInjectionSpec extends Specification {
    @Shared @TempDir
    Path folder

    @Shared @AutoCleanup
    OpenSsh server

    @Shared @AutoCleanup
    Attempts attempts = new Attempts()

    @TempDir
    Path here

    def setupSpec() {
        server = new OpenSsh(folder)
        attempts.hosts = [db: [server.host()]]
        attempts.resources.get(SshSessions) { new SshSessions(folder, Optional.empty(), Duration.ofSeconds(3)) }
    }

    def 'arrives unchanged: #shown'() {
        given:
        attempts.output.bytes.clear()
        attempts.secrets = [HERE: here.toString()]
        def places = ShellInjectionSpec.SCRIPT
        def template = new Template(['HERE='] + ['\n' + places[0]] + places.drop(1), [new Secret('HERE')] + [value] * (places.size() - 1))

        when:
        def outcome = perform(template)

        then:
        outcome.cause() == ''
        attempts.output.text(Output.Stream.OUT) == ShellInjectionSpec.printed(value)
        here.toFile().list().toList() == []

        where:
        value << HostileValues.SHORT
        shown = HostileValues.shown(value)
    }

    def 'a value of #length characters arrives unchanged'() {
        given:
        attempts.output.bytes.clear()

        expect:
        perform(new Template(['printf %s ', ''], [value])).result().good()
        attempts.output.text(Output.Stream.OUT) == value

        where:
        value << HostileValues.LONG
        length = value.length()
    }

    def 'a value with a NUL is rejected in one line, and nothing is sent'() {
        when:
        perform(new Template(['echo ', ''], ['a\0b']))

        then:
        def refusal = thrown(AuthorException)
        refusal.message.lines().count() == 1
    }

    def 'PowerShell on a host receives the same bootstrap, script and values as on this machine'() {
        given:
        def pwsh = new FakePowerShell(folder.resolve('bin'))

        expect:
        HostileValues.ALL.findAll { it.bytes.length < 1_000 }.each { value ->
            def script = new ShellScript.PowerShellInPlace(new Template(['Write-Output ', ' "', '"'], [value, value]))
            assert attempts.perform(Specs.ssh(script, 'db')).result().good()
            assert pwsh.arguments[0..-2] == ['-NoLogo', '-NoProfile', '-NonInteractive', '-OutputFormat', 'Text', '-EncodedCommand']
            assert pwsh.tokens == [['s', 'Write-Output ${RB_1} "${RB_2}"'], ['s', value], ['s', value]]
        }
    }

    def 'PowerShell on a host is stopped with its child processes, with proof'() {
        given:
        new FakePowerShell(folder.resolve('bin'), 'sleep 600 & sleep 600')

        when:
        def outcome = attempts.perform(Specs.ssh(new ShellScript.PowerShellInPlace(Template.of('Start-Sleep 600')), 'db'), Duration.ofSeconds(1))

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.stop().get().confirmed()
    }

    private perform(Template template) {
        attempts.perform(Specs.ssh(new ShellScript.Text(template), 'db'))
    }
}
