package dev.runbook.action.ssh

import dev.runbook.action.Attempts
import dev.runbook.action.CancellationToken
import dev.runbook.action.Outcome
import dev.runbook.action.Output
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

/** A host that has nothing but BusyBox: its applets are all of PATH, its ash is the login shell. */
@Thorough('stops on a BusyBox host, with their waits')
@Requires(value = { OpenSsh.installed && Machine.has('busybox') }, reason = 'needs openssh-server and busybox')
class BusyBoxHostSpec extends Specification {
    @Shared @TempDir
    Path folder

    @Shared @AutoCleanup
    OpenSsh server

    @AutoCleanup
    Attempts attempts = new Attempts()

    def setupSpec() {
        def applets = Files.createDirectories(folder.resolve('applets'))
        assert ['busybox', '--install', '-s', applets.toString()].execute().waitFor() == 0
        server = new OpenSsh(folder)
        server.loginShell("env -i HOME=$folder PATH=$applets $applets/sh")
    }

    def setup() {
        attempts.hosts = [db: [server.host()]]
        attempts.resources.get(SshSessions) { new SshSessions(folder, Optional.empty(), Duration.ofSeconds(3)) }
    }

    def 'it is BusyBox, and a script runs there, with its output and exit code'() {
        expect:
        with(run('kill -l >/dev/null; readlink "$(command -v awk)" || busybox | head -1; echo warned >&2; exit 3').values()) {
            stdout.contains('usybox') || stdout.contains('BusyBox')
            stderr == 'warned'
            exitCode == 3
        }
        attempts.output.text(Output.Stream.NOTE) == ''
    }

    def 'a script of any length runs with empty standard input and without delay'() {
        given:
        run('true')

        when:
        def began = System.nanoTime()
        def outcome = run(': ' + 'x' * 300_000 + '\ncat; read line || echo "read: $?"')

        then:
        outcome.values().stdout == 'read: 1'
        attempts.output.text(Output.Stream.NOTE) == ''
    }

    def 'a script that #shape is stopped on the host within the grace period, with proof'() {
        given:
        attempts.to = new Attempts.Counted()
        run('true')

        when:
        def outcome = stopped(script.replace('@', "$seconds"))

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.stop().get().confirmed()
        outcome.stop().get().what() ==~ (killed ? ~/TERM to \d+ process(es)?, after 300ms KILL to \d+ process(es)?/ : ~/TERM to \d+ process(es)?/)
        left() == []

        where:
        shape                          | script                                              || killed
        'ends on TERM'                 | 'sleep @'                                           || false
        'ignores TERM'                 | 'trap "" TERM; sleep @'                             || true
        'forks and double-forks'       | 'sleep @ & (sleep @ & exec sleep @ &) ; sleep @'    || false
        'leaves its session'           | 'setsid sleep @ & sleep @'                          || false
        'empties its environment'      | 'env -i setsid sleep @ & sleep @'                   || false
        'stops itself'                 | 'kill -STOP $$; sleep @'                            || false
        'prints without end'           | 'yes'                                               || false
    }

    def 'a variable that contains the text of a header does not confuse the stop'() {
        given:
        def bystander = new ProcessBuilder('sleep', '300').tap { environment().X = "\n==> /proc/1/environ <==\nRUNBOOK_MARKER=" }.start()

        expect:
        stopped("export X='\n==> /proc/${bystander.pid()}/environ <==\n'; export Y=RUNBOOK_MARKER=x; sleep 60").stop().get().confirmed()
        bystander.alive

        cleanup:
        bystander?.destroyForcibly()
    }

    def 'kill 0 in a script ends only its own processes'() {
        expect:
        with(run('trap "trap - TERM; kill 0" EXIT; sleep 300 & echo done')) {
            result() != Result.UNKNOWN
            values().stdout == 'done'
        }
    }

    def 'the host ends the processes of an engine that died'() {
        given: 'a fence of a moment'
        def marks = dev.runbook.action.shell.Acknowledgement.remote()
        def line = new PosixShell().command(attempts.attempt(Duration.ofSeconds(2)), Duration.ofSeconds(2), new RemoteScript(new byte[0], 'sh', marks))
        def process = new ProcessBuilder(['setsid', folder.resolve('applets/sh').toString(), '-c', line]).tap { environment().PATH = folder.resolve('applets').toString() }.start()

        when:
        process.outputStream.withCloseable { it << "trap '' TERM; sleep $seconds & sleep $seconds" }

        then:
        process.waitFor(20, java.util.concurrent.TimeUnit.SECONDS)
        left() == []
    }

    def 'a background service keeps running, and its output is discarded'() {
        when:
        def outcome = run("(i=0; while [ \$i -lt 300 ]; do i=\$((i+1)); echo \$i >$folder/beat; echo beat; sleep 0.1; done) & echo \$! >$folder/pid")

        then:
        outcome.result() == Result.OK
        attempts.output.text(Output.Stream.NOTE) ==~ /db1: process \d+ \(sh\).* the output open: (its|their) further output is discarded\n/

        when:
        attempts.resources.close()
        def beat = folder.resolve('beat').toFile().text as int
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos()
        while ((folder.resolve('beat').toFile().text.trim() ?: '0') as int < beat + 20 && System.nanoTime() < end) {
            Thread.sleep(50)
        }

        then:
        (folder.resolve('beat').toFile().text as int) >= beat + 20

        cleanup:
        ['kill', '-9', folder.resolve('pid').toFile().text.trim()].execute().waitFor()
    }

    private Outcome run(String script) {
        attempts.perform(Specs.ssh(new ShellScript.Text(Template.of(script)), 'db'))
    }

    private Outcome stopped(String script) {
        attempts.stop = new CancellationToken()
        attempts.perform(Specs.ssh(new ShellScript.Text(Template.of(script)), 'db'), Duration.ofMillis(800))
    }

    private List<String> left() {
        ProcessHandle.allProcesses().map { it.info().commandLine().orElse('') }.filter { it.contains("sleep $seconds") }.toList()
    }

    private static long getSeconds() {
        2_000_000 + ProcessHandle.current().pid()
    }
}
