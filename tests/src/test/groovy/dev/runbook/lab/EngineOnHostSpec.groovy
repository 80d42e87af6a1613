package dev.runbook.lab

import dev.runbook.action.Attempts
import dev.runbook.action.Specs
import dev.runbook.action.shell.ShellScript
import dev.runbook.action.ssh.SshSessions
import dev.runbook.environment.EnvironmentFile
import dev.runbook.value.Result
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path
import java.time.Duration

/** The engine's ssh action on the host of the lab, with the keys of the lab's environment. */
class EngineOnHostSpec extends Specification {
    @Shared
    SharedLab lab = SharedLab.get()

    @TempDir
    Path folder

    @AutoCleanup
    Attempts attempts = new Attempts()

    def "a script with values runs on the host and finds the server's programs"() {
        given:
        def file = Path.of(System.getProperty('runbook.repository'), 'runbooks/erpgo/environments/lab.yaml')
        attempts.hosts = EnvironmentFile.read(file, lab.variables).hosts()
        attempts.resources.get(SshSessions) { new SshSessions(folder, Optional.empty(), Duration.ofSeconds(3)) }
        def script = new Template(['pg_ctl -D ', ' status >/dev/null && pwd; echo ', ' >&2; exit 4'], ['data', '$HOME; "x"'])

        when:
        def outcome = attempts.perform(Specs.ssh(new ShellScript.Text(script), 'db1'))

        then:
        outcome.result() == Result.FAILED
        outcome.values().exitCode == 4
        outcome.values().stdout == lab.folder().resolve('db1').toString()
        outcome.values().stderr == '$HOME; "x"'
    }
}
