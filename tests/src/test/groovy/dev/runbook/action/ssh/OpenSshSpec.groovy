package dev.runbook.action.ssh

import dev.runbook.action.Attempts
import dev.runbook.action.CancellationToken
import dev.runbook.action.Outcome
import dev.runbook.action.Output
import dev.runbook.action.Specs
import dev.runbook.action.TcpProxy
import dev.runbook.action.TellsHowAScriptEnded
import dev.runbook.action.shell.ShellScript
import dev.runbook.environment.Environment
import dev.runbook.machine.Thorough
import dev.runbook.value.Result
import dev.runbook.value.Secret
import dev.runbook.value.Template
import dev.runbook.value.Truncated

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.locks.LockSupport
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

@Thorough('a real server, with its waits')
@Requires(value = { OpenSsh.installed }, reason = 'needs openssh-server')
class OpenSshSpec extends Specification implements TellsHowAScriptEnded {
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

    def 'a successful script provides its output and the result of each host'() {
        when:
        def outcome = run('echo \'{"rows": 3}\'; echo warned >&2')

        then:
        outcome.result() == Result.OK
        outcome.cause() == ''
        outcome.values().subMap('exitCode', 'stdout', 'stderr', 'lines', 'json') ==
                [exitCode: 0, stdout: '{"rows": 3}', stderr: 'warned', lines: ['{"rows": 3}'], json: [rows: 3]]
        outcome.values().hosts[0].result == 'ok'
        attempts.output.text(Output.Stream.OUT) == '{"rows": 3}\n'
        attempts.output.text(Output.Stream.ERR) == 'warned\n'
    }

    def 'the folder and the variables of the host apply unless the step has its own'() {
        given:
        def own = Files.createDirectories(folder.resolve("it's own"))
        def settings = new Environment.HostSettings(Optional.of(folder.toString()), [COLOR: '$(id) "blue"', SIZE: '1'], Environment.HostSettings.Shell.SH)
        attempts.hosts = [db: [server.host(settings: settings)]]
        attempts.secrets = [TOKEN: "s3'cr3t"]

        expect:
        run('pwd; echo "$COLOR $SIZE"').values().lines == [folder.toString(), '$(id) "blue" 1']
        attempts.perform(new SshSpec(script('pwd; echo "$COLOR $SIZE $TOKEN"'), 'db', Optional.empty(), Optional.empty(),
                Optional.of(Template.of(own.toString())), [SIZE: Template.of('2'), TOKEN: new Template(['', ''], [new Secret('TOKEN')])]))
                .values().lines == [own.toString(), '$(id) "blue" 2 s3\'cr3t']
    }

    def 'a folder that the host does not have is reported, and nothing runs'() {
        given:
        def settings = new Environment.HostSettings(Optional.of('/no/such/folder'), [:], Environment.HostSettings.Shell.SH)
        attempts.hosts = [db: [server.host(settings: settings)]]

        when:
        def outcome = run("touch $folder/ran")

        then:
        outcome.result() == Result.FAILED
        outcome.answer() == Outcome.Answer.NOT_RUN
        outcome.cause() ==~ /db1: exit code 126, a command could not be executed: .*cd: can't cd to \/no\/such\/folder/
        !Files.exists(folder.resolve('ran'))
    }

    def 'the exit of a script is described in words: #script'() {
        expect:
        mustHaveFailed(run(script), exitCode, cause)

        where:
        script                    || exitCode | cause
        'exit 3'                  || 3        | 'db1: exit code 3'
        'exit 255'                || 255      | 'db1: exit code 255'
        'echo full >&2; exit 1'   || 1        | 'db1: exit code 1: full'
        '\n\nnot-there'           || 127      | 'db1: exit code 127, a command was not found: sh: 2: eval: not-there: not found'
        'kill -KILL $$'           || 137      | 'db1: killed by signal 9 (KILL, by a user or out of memory)'
        'exec kill -TERM $$'      || 143      | 'db1: killed by signal 15 (TERM)'
    }

    def 'values and secrets arrive byte for byte and are not visible in the host\'s process list'() {
        given:
        attempts.secrets = [TOKEN: 's3cr3t\n"it\'s" $HOME']
        def value = 'a  \'b\' "c" $(id) `id` \\ \n é -n'
        def template = new Template(['printf "%s|%s|" ', ' "', '"; cat /proc/*/cmdline | tr "\\0" " " | grep -c -e "[s]3cr3t" -e "[a]uthors-own"'], [value, new Secret('TOKEN')])

        when:
        def outcome = attempts.perform(Specs.ssh(new ShellScript.Text(template), 'db'))

        then:
        outcome.values().stdout == "$value|s3cr3t\n\"it's\" \$HOME|0".toString()
    }

    def 'a script of any length runs with empty standard input'() {
        expect:
        run(': ' + 'x' * 300_000 + '\ncat; read line || echo "read: $?"').values().stdout == 'read: 1'
    }

    def 'the second command uses the open session'() {
        when:
        run('true')
        server.admit()
        def outcome = run('echo "$SSH_CONNECTION"')

        then: 'no second authentication, which would be refused'
        outcome.result() == Result.OK

        cleanup:
        server.admit('user_key.pub')
    }

    def 'a script that #shape is stopped on the host within the grace period, with proof'() {
        given:
        attempts.to = new Attempts.Counted()
        attempts.grace = killed ? Duration.ofMillis(300) : Duration.ofSeconds(10)
        run('true')

        when:
        def began = System.nanoTime()
        def outcome = stopped(script.replace('@', "$seconds"))
        def took = Duration.ofNanos(System.nanoTime() - began)

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.stop().get().confirmed()
        outcome.values().stderr == ''
        outcome.stop().get().what() ==~ (killed ? ~/TERM to \d+ process(es)?, after 300ms KILL to \d+ process(es)?/ : ~/TERM to \d+ process(es)?/)
        left() == []
        took < Duration.ofSeconds(30)

        where:
        shape                          | script                                              || killed
        'ends on TERM'                 | 'sleep @'                                           || false
        'ignores TERM'                 | 'trap "" TERM; sleep @'                             || true
        'forks and double-forks'       | 'sleep @ & (sleep @ & exec sleep @ &) ; sleep @'    || false
        'leaves its session'           | 'setsid sleep @ & sleep @'                          || false
        'leaves its session, ignoring' | 'setsid sh -c "trap \'\' TERM; sleep @" & sleep @'  || true
        'empties its environment'      | 'env -i setsid sleep @ & sleep @'                   || false
        'stops itself'                 | 'kill -STOP $$; sleep @'                            || false
        'prints without end'           | 'yes'                                               || false
    }

    def 'a stop before the command has begun leaves no process'() {
        given:
        run('true')

        when:
        def stops = [0, 1, 3, 5, 8, 12, 20, 30].collect { millis ->
            attempts.stop = new CancellationToken()
            attempts.perform(spec("sleep $seconds & sleep $seconds"), Duration.ofMillis(millis)).stop().get()
        }

        then:
        stops.every { it.confirmed() }
        left() == []
    }

    def 'stopping one step does not affect the processes of another on the same host'() {
        given: 'two attempts whose markers begin alike'
        def marker = "${attempts.runId}/1/Check"
        def other = new Attempts(hosts: attempts.hosts, marker: "$marker two")
        other.resources.get(SshSessions) { new SshSessions(folder, Optional.empty(), Duration.ofSeconds(3)) }
        def outcome = new CompletableFuture<Outcome>()
        def started = folder.resolve('other-started')
        Thread.startDaemon { outcome.complete(other.perform(spec("touch $started; sleep 2; echo survived"))) }
        while (!Files.exists(started)) {
            LockSupport.parkNanos(5_000_000)
        }
        attempts.marker = marker

        expect:
        stopped('sleep 60').stop().get().confirmed()
        outcome.get().values().stdout == 'survived'

        cleanup:
        other.close()
    }

    def 'a background process that holds the output open does not delay the step'() {
        when:
        def began = System.nanoTime()
        def outcome = run("sleep $seconds & echo started")

        then:
        outcome.result() == Result.OK
        outcome.values().stdout == 'started'
        System.nanoTime() - began < Duration.ofSeconds(20).toNanos()
        attempts.output.text(Output.Stream.NOTE) ==~
                /db1: process \d+ \(sleep\) keeps running and holds the output open: its further output is discarded\n/

        cleanup:
        attempts.stopOrphans()
    }

    def 'the step waits for a command that closes its output early'() {
        expect:
        run('exec >&- 2>&-; sleep 0.3; exit 7').values().exitCode == 7
    }

    def '50 MB of output arrive completely and in order, and only a part is kept'() {
        given:
        attempts.to = new Attempts.Counted()

        when:
        def outcome = attempts.perform(spec('yes 0123456789abcde | head -c 50M'), Duration.ofMinutes(2))

        then:
        attempts.to.bytes == 50L * 1024 * 1024
        outcome.values().stdout == Truncated.text(Truncated.Kind.PRINTED, 50L * 1024 * 1024, 4_000_000)
    }

    def 'no part of a script that is cut during transmission runs'() {
        given:
        def touched = folder.resolve('touched')
        def proxy = new TcpProxy(server.port, 100_000)
        folder.resolve('through').toFile().text = server.knownHosts.toFile().text.replace(":$server.port", ":$proxy.port")
        attempts.hosts = [db: [server.host(port: proxy.port, knownHosts: folder.resolve('through'))]]

        and: 'while the server still serves the connection, it may start what is going to read the script'
        def connections = { ProcessHandle.of(server.pid()).get().children()*.pid() }
        def others = connections()
        def over = { (connections() - others).empty && attempts.orphans().empty }

        when:
        def outcome = run("touch $touched\n: ${'x' * 300_000}\ntouch $touched")

        then: 'whatever the server has started for it ends'
        outcome.result() == Result.UNKNOWN
        new PollingConditions(timeout: 30).eventually { assert over() }
        !Files.exists(touched)

        cleanup:
        proxy?.close()
    }

    def 'a connection lost while the command runs leaves its outcome unknown'() {
        given:
        def started = folder.resolve('lost')
        Thread.startDaemon {
            while (!Files.exists(started)) {
                LockSupport.parkNanos(5_000_000)
            }
            // the server's process for this connection, not what it runs
            ['pkill', '-KILL', '-P', "${server.pid()}"].execute().waitFor()
        }

        when:
        def outcome = run("touch $started; echo begun; sleep $seconds")

        then:
        outcome.result() == Result.UNKNOWN
        !outcome.answered()
        outcome.cause() ==~ /db1: the connection was lost while the command ran; it may still be running, for at most \d+s in total/
        outcome.values().stdout == 'begun'

        cleanup:
        attempts.stopOrphans()
    }

    def 'a session that was lost between two steps is replaced'() {
        given:
        run('true')
        ['pkill', '-KILL', '-P', "${server.pid()}"].execute().waitFor()

        expect:
        run('echo again').values().stdout == 'again'
    }

    private ShellScript script(String text) {
        new ShellScript.Text(Template.of(text))
    }

    private SshSpec spec(String text) {
        Specs.ssh(script(text), 'db')
    }

    private Outcome run(String text) {
        attempts.perform(spec(text))
    }

    private Outcome stopped(String text) {
        attempts.stop = new CancellationToken()
        attempts.perform(spec(text), Duration.ofMillis(400))
    }

    /** The remaining sleeps of a script, recognised by their length, even without their marker. */
    private List<String> left() {
        ProcessHandle.allProcesses().map { it.info().commandLine().orElse('') }.filter { it.contains("sleep $seconds") }.toList() +
                attempts.orphans()*.toString()
    }

    private static long getSeconds() {
        1_000_000 + ProcessHandle.current().pid()
    }
}
