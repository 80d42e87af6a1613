package dev.runbook.action.ssh

import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.action.Specs
import dev.runbook.action.shell.ShellScript
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import dev.runbook.value.Result
import dev.runbook.value.Template

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Login shells and forced commands of every sort: a script was run only if its shell said so. */
@Thorough('a real server for each login shell')
@Requires(value = { OpenSsh.installed }, reason = 'needs openssh-server')
class LoginShellSpec extends Specification {
    @Shared @TempDir
    Path folder

    @Shared @AutoCleanup
    OpenSsh server

    @AutoCleanup
    Attempts attempts = new Attempts()

    def setupSpec() {
        server = new OpenSsh(folder)
    }

    def setup() {
        attempts.hosts = [db: [server.host()]]
        attempts.resources.get(SshSessions) { new SshSessions(folder, Optional.empty(), Duration.ofSeconds(3)) }
    }

    def 'a forced command that does not run the script is a failure that conditions cannot judge: #command'() {
        given:
        server.force(command)
        def touched = folder.resolve('touched')

        when:
        def outcome = run("touch $touched")

        then:
        outcome.result() == Result.FAILED
        !outcome.answered()
        outcome.cause().contains(' (a forced command must run the script with: sh -c "$SSH_ORIGINAL_COMMAND"; a Windows host needs shell: powershell')
        (outcome.cause() - ~/ \(a forced command .*/) ==~ cause
        !Files.exists(touched)

        where:
        command                                   || cause
        'true'                                    || /db1: the host did not run the script: exit code 0/
        'echo backup done; exit 0'                || /db1: the host did not run the script: exit code 0: backup done/
        'cat >/dev/null; echo ok'                 || /db1: the host did not run the script: exit code 0: ok/
        'cat'                                     || /db1: the host did not run the script: exit code 0: .*/
        'echo "$SSH_ORIGINAL_COMMAND"; cat'       || /db1: the host did not run the script: exit code 0: .*/
        '/usr/sbin/nologin'                       || /db1: the host did not run the script: exit code 1: This account is currently not available\./
        'exec $SSH_ORIGINAL_COMMAND'              || /db1: the host did not run the script: exit code \d+.*/
        'exec /bin/true -c "$SSH_ORIGINAL_COMMAND"' || /db1: the host did not run the script: exit code 0/
        'exit 3'                                  || /db1: the host did not run the script: exit code 3/
    }

    def 'a forced command that runs the script may answer with its own exit code; the script\'s counts: #command'() {
        given:
        server.force(command)

        expect:
        with(run('echo said; exit 3')) {
            result() == Result.FAILED
            answered()
            values().exitCode == 3
            values().stdout == 'said'
        }
        with(run('echo said')) {
            result() == Result.OK
            values().stdout == 'said'
        }

        where:
        command << ['sh -c "$SSH_ORIGINAL_COMMAND"', 'echo hello; sh -c "$SSH_ORIGINAL_COMMAND"; logger() { true; }; logger', 'sh -c "$SSH_ORIGINAL_COMMAND" | cat', 'eval "$SSH_ORIGINAL_COMMAND"; exit 9']
    }

    def 'a forced command that keeps the script\'s output leaves the outcome unknown'() {
        given:
        server.force('sh -c "$SSH_ORIGINAL_COMMAND" >/dev/null')

        expect:
        with(run('true')) {
            result() == Result.UNKNOWN
            cause().contains('kept its standard output')
        }
    }

    def 'the login shell #shell runs scripts and is stopped with them, and its own output is separate'() {
        given:
        server.loginShell(Machine.program(shell.split(' ')[0]).path + shell.substring(shell.split(' ')[0].length()))
        def value = 'a \'b\' "c" $(id) `id` \\ \n é -n !x'

        when:
        def outcome = attempts.perform(Specs.ssh(new ShellScript.Text(new Template(['printf "%s|" ', '; exit 4'], [value])), 'db'))

        then:
        outcome.values().stdout == value + '|'
        outcome.values().exitCode == 4

        when:
        def stopped = attempts.perform(Specs.ssh(new ShellScript.Text(Template.of('sleep 600 & sleep 600')), 'db'), Duration.ofMillis(800))

        then:
        stopped.result() == Result.TIMED_OUT
        stopped.stop().get().confirmed()
        stopped.stop().get().what().startsWith('TERM to ')
        attempts.orphans() == []

        where:
        shell << ['fish', 'csh', 'dash', 'bash', 'busybox sh'].findAll { Machine.has(it.split(' ')[0]) }
    }

    def 'a stop that a forced command suppresses is not confirmed'() {
        given: 'a command that runs scripts, but not the engine\'s own'
        server.force('case "$SSH_ORIGINAL_COMMAND" in *timeout*) sh -c "$SSH_ORIGINAL_COMMAND";; *) true;; esac')

        when:
        def outcome = attempts.perform(Specs.ssh(new ShellScript.Text(Template.of('sleep 30')), 'db'), Duration.ofMillis(800))

        then:
        outcome.result() == Result.TIMED_OUT
        !outcome.stop().get().confirmed()
        outcome.stop().get().survivors()[0].contains('did not run the engine\'s script')

        cleanup:
        attempts.stopOrphans()
    }

    private Outcome run(String script) {
        attempts.perform(Specs.ssh(new ShellScript.Text(Template.of(script)), 'db'))
    }
}
