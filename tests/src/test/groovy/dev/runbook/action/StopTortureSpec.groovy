package dev.runbook.action

import dev.runbook.action.shell.ShellScript
import dev.runbook.action.shell.ShellSpec
import dev.runbook.action.ssh.OpenSsh
import dev.runbook.action.ssh.SshSessions
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import dev.runbook.value.Template

import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/**
 * Stops scripts of every shape again and again, here and on a host. No process may survive; how long it takes from the
 * deadline to the end of the attempt, with the proof in hand, is printed for {@code tests/bench/stop}, since only an idle machine can judge it.
 */
@Thorough('dozens of stops')
@Requires(value = { OpenSsh.installed && Machine.has('setsid') }, reason = 'needs openssh-server and util-linux')
class StopTortureSpec extends Specification {
    /** How often a script of each shape is stopped in each place; {@code -Drunbook.stops=20} for the figures of the benchmark. */
    static final int ROUNDS = Integer.getInteger('runbook.stops', 5)
    static final Duration BUDGET = Duration.ofMillis(300)

    @Shared @TempDir
    Path folder

    @Shared @AutoCleanup
    OpenSsh server

    @Shared @AutoCleanup
    Attempts attempts = new Attempts(grace: Duration.ofMillis(100))

    def setupSpec() {
        server = new OpenSsh(folder)
        attempts.to = new Attempts.Counted()
        attempts.hosts = [db: [server.host()]]
        attempts.resources.get(SshSessions) { new SshSessions(folder, Optional.empty(), Duration.ofSeconds(3)) }
    }

    def '#where: a script that #shape leaves nothing'() {
        given:
        def spec = specOf(new ShellScript.Text(Template.of(script.replace('@', "$seconds"))))
        stop(spec)

        when:
        def millis = []
        def stops = (1..ROUNDS).collect {
            def began = System.nanoTime()
            def proof = stop(spec)
            millis << (System.nanoTime() - began - BUDGET.toNanos()).intdiv(1_000_000)
            proof
        }
        millis.sort()
        println "| $where | $shape | ${millis[ROUNDS.intdiv(2)]} ms | ${millis[(int) (ROUNDS * 0.99)]} ms |"

        then:
        stops.every { it.confirmed() }
        left() == []

        where:
        [[where, specOf], [shape, script]] << [
            [['shell', { ShellScript it -> new ShellSpec(it, Optional.empty(), Optional.empty(), [:]) }], ['ssh', { ShellScript it -> Specs.ssh(it, 'db') }]],
            [
                ['ends on TERM', 'sleep @'],
                ['ignores TERM', 'trap "" TERM; sleep @'],
                ['forks and double-forks', 'sleep @ & (sleep @ & exec sleep @ &) ; sleep @'],
                ['leaves its session', 'setsid sh -c "sleep @ & setsid sleep @" & sleep @'],
                ['stops itself', 'sleep @ & kill -STOP $$; sleep @'],
            ]].combinations()
    }

    private stop(ActionSpec spec) {
        attempts.stop = new CancellationToken()
        attempts.perform(spec, BUDGET).stop().get()
    }

    private List<String> left() {
        ProcessHandle.allProcesses().map { it.info().commandLine().orElse('') }.filter { it.contains("sleep $seconds") }.toList() +
                attempts.orphans()*.toString()
    }

    private static long getSeconds() {
        1_000_000 + ProcessHandle.current().pid()
    }
}
