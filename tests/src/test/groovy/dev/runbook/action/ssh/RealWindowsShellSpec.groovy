package dev.runbook.action.ssh

import dev.runbook.action.Attempts
import dev.runbook.action.HostileValues
import dev.runbook.action.Output
import dev.runbook.action.shell.ShellScript
import dev.runbook.environment.Environment
import dev.runbook.machine.Machine
import dev.runbook.value.Result
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** What is sent to a Windows host, run by PowerShell itself: a host on which it is called {@code powershell.exe}. */
@Requires(value = { Machine.has('pwsh') && OpenSsh.installed }, reason = 'needs pwsh and openssh-server')
class RealWindowsShellSpec extends Specification {
    @Shared @TempDir
    Path folder

    @Shared @AutoCleanup
    OpenSsh server

    @Shared @AutoCleanup
    Attempts attempts = new Attempts()

    def setupSpec() {
        server = new OpenSsh(folder)
        Files.createDirectories(folder.resolve('bin'))
        Files.createSymbolicLink(folder.resolve('bin/powershell.exe'), Path.of(Machine.program('pwsh').path))
        attempts.hosts = [win: [server.host(settings:
                new Environment.HostSettings(Optional.of(folder.toString()), [COLOR: 'x=y "z"'], Environment.HostSettings.Shell.POWERSHELL))]]
        attempts.resources.get(SshSessions) { new SshSessions(folder, Optional.empty(), Duration.ofSeconds(3)) }
    }

    def 'a value arrives unchanged: #shown'() {
        given:
        attempts.output.bytes.clear()

        expect:
        perform(['[Console]::Out.Write(', ')'], [value]).cause() == ''
        attempts.output.text(Output.Stream.OUT) == value

        where:
        value << HostileValues.SHORT
        shown = HostileValues.shown(value)
    }

    def 'a script runs in its folder, with its variables, and ends with its exit code'() {
        when:
        def outcome = perform(['(Get-Location).Path; $env:COLOR; "grün"; exit ', ''], [7])

        then:
        outcome.values().lines == [folder.toRealPath().toString(), 'x=y "z"', 'grün']
        outcome.values().exitCode == 7
        outcome.result() == Result.FAILED
    }

    private perform(List<String> parts, List<?> values) {
        attempts.perform(new SshSpec(new ShellScript.PowerShellInPlace(new Template(parts, values)), 'win', Optional.empty(), Optional.empty(),
                Optional.empty(), [:]))
    }
}
