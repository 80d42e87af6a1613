package dev.runbook.action.ssh

import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.action.Output
import dev.runbook.action.Sockets
import dev.runbook.action.Specs
import dev.runbook.action.TcpProxy
import dev.runbook.action.shell.ShellScript
import dev.runbook.environment.Environment
import dev.runbook.machine.Thorough
import dev.runbook.value.NoAnswer
import dev.runbook.value.PerHostValue
import dev.runbook.action.Quorum
import dev.runbook.value.Result
import dev.runbook.value.Template

import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CountDownLatch
import org.apache.sshd.common.config.keys.KeyUtils
import org.apache.sshd.common.config.keys.PublicKeyEntry
import org.apache.sshd.server.Environment as ServerEnvironment
import org.apache.sshd.server.ExitCallback
import org.apache.sshd.server.SshServer
import org.apache.sshd.server.channel.ChannelSession
import org.apache.sshd.server.command.Command
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Hosts and networks that fail at every stage, played by servers of the test's own. */
class SshFaultsSpec extends Specification {
    @Shared @TempDir
    Path folder

    @Shared
    SshServer server = SshServer.setUpDefaultServer()

    @Shared
    Closure<Command> command

    @Shared
    Closure<Boolean> authenticate

    @AutoCleanup
    Attempts attempts = new Attempts()

    @AutoCleanup
    Sockets sockets = new Sockets()

    def setupSpec() {
        server.host = '127.0.0.1'
        def hostKeys = new SimpleGeneratorHostKeyProvider(folder.resolve('host'))
        hostKeys.algorithm = KeyUtils.EC_ALGORITHM
        hostKeys.keySize = 256
        server.keyPairProvider = hostKeys
        server.publickeyAuthenticator = { user, key, session -> authenticate() }
        server.commandFactory = { channel, text -> command.call(channel).tap { line = text } }
        server.start()
        assert ['ssh-keygen', '-q', '-t', 'ecdsa', '-N', '', '-f', folder.resolve('key').toString()].execute().waitFor() == 0
    }

    def cleanupSpec() {
        server.stop(true)
    }

    def setup() {
        command = { new Answer(0) }
        authenticate = { true }
        attempts.resources.get(SshSessions) { new SshSessions(folder, Optional.empty(), Duration.ofMillis(200)) }
    }

    def 'an unreachable host is reported in one line: #what'() {
        when:
        def outcome = run([host('db1', port(sockets), address)])

        then:
        outcome.result() == Result.FAILED
        !outcome.decides()
        outcome.cause() ==~ cause

        where:
        what               | address           | port                                    || cause
        'nothing listens'  | '127.0.0.1'       | { it.closedPort() }                     || ~/db1: no connection to 127\.0\.0\.1:\d+: Connection refused/
        'no such name'     | 'no.such.invalid' | { 22 }                                  || ~/db1: the name no\.such\.invalid does not resolve/
        'it hangs up'      | '127.0.0.1'       | { it.answering { it.close() } }         || ~/db1: the connection to 127\.0\.0\.1:\d+ ended while waiting for its greeting: .*/
        'it is not sshd'   | '127.0.0.1'       | { it.answering { it << 'HTTP/1.0 400 Bad\r\n'; it.close() } } || ~/db1: the connection to 127\.0\.0\.1:\d+ ended while waiting for its greeting: .*/
    }

    def 'a connection that hangs at #stage is abandoned at the end of the budget, and nothing was sent'() {
        when:
        def began = System.nanoTime()
        def outcome = run([host('db1', port(sockets))], Duration.ofMillis(300))

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.cause() ==~ /db1: no answer from 127\.0\.0\.1:\d+ in \d+ms, while waiting for $stage/
        outcome.stop().get().confirmed()
        outcome.stop().get().what() == 'the connection; nothing had been sent'
        System.nanoTime() - began < Duration.ofSeconds(20).toNanos()

        where:
        stage              | port
        'its greeting'     | { it.answering { } }
        'its greeting'     | { it.dripping() }
        'the key exchange' | { it.saying('SSH-2.0-Silent\r\n') }
    }

    def 'a host that never completes the authentication is abandoned at the end of the budget'() {
        given:
        def over = new CountDownLatch(1)
        authenticate = { over.await(); true }

        when:
        def outcome = run([host()], Duration.ofMillis(800))

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.cause() ==~ /db1: no answer from 127\.0\.0\.1:\d+ in \d+ms, while waiting for the authentication/

        cleanup:
        over.countDown()
    }

    def 'a server that resets the connection while the command runs leaves the outcome unknown'() {
        given:
        command = { new Answer({ it.session.close(true) }) }

        expect:
        with(run([host()])) {
            result() == Result.UNKNOWN
            !answered()
            cause() ==~ /db1: the connection was lost while the command ran; it may still be running, for at most \d+s in total/
        }
    }

    def 'a network that goes silent while the command runs is detected, and the outcome is unknown'() {
        given:
        def proxy = new TcpProxy(server.port)
        command = { new Answer({ proxy.freeze() }) }

        expect:
        with(run([host('db1', proxy.port)])) {
            result() == Result.UNKNOWN
            cause().startsWith('db1: the connection was lost while the command ran')
        }

        cleanup:
        proxy?.close()
    }

    def 'a stop that cannot reach the host reports it, and when the host ends the command itself'() {
        given:
        attempts.close()
        attempts = new Attempts()
        attempts.resources.get(SshSessions) { new SshSessions(folder, Optional.empty(), Duration.ofSeconds(60)) }
        def proxy = new TcpProxy(server.port)
        command = { new Answer({ proxy.freeze() }) }

        when:
        def outcome = run([host('db1', proxy.port)], Duration.ofSeconds(1))

        then:
        outcome.result() == Result.TIMED_OUT
        !outcome.stop().get().confirmed()
        outcome.stop().get().survivors()[0] ==~ /whatever it started: it opened no channel for the command: .*; the host itself ends it after 3\ds/
        outcome.cause().startsWith('db1: not stopped, still running: whatever it started')

        cleanup:
        proxy?.close()
    }

    def 'a network that went silent between two steps is detected at the end of the budget, and nothing was sent'() {
        given:
        attempts.close()
        attempts = new Attempts()
        attempts.resources.get(SshSessions) { new SshSessions(folder, Optional.empty(), Duration.ofSeconds(60)) }
        def proxy = new TcpProxy(server.port)
        assert run([host('db1', proxy.port)]).result() == Result.OK
        proxy.freeze()

        when:
        def began = System.nanoTime()
        def outcome = run([host('db1', proxy.port)], Duration.ofMillis(1200))

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.stop().get().confirmed()
        outcome.stop().get().what() == 'the connection; nothing had been sent'
        System.nanoTime() - began < Duration.ofSeconds(20).toNanos()

        cleanup:
        proxy?.close()
    }

    @Thorough('a hundred sessions')
    def 'a hundred hosts that hang, refuse or respond have separate results, and healthy ones do not wait'() {
        given:
        def hung = sockets.answering { }
        def closed = sockets.closedPort()
        command = { new Answer(0) }
        def hosts = (1..100).collect { it % 10 == 0 ? host("hung$it", hung) : it % 10 == 5 ? host("closed$it", closed) : host("web$it") }

        when: 'the budget is longer than a connection may take'
        def outcome = run(hosts, Duration.ofSeconds(25), Optional.of(new Quorum(80, 0)))
        def results = outcome.values().hosts.collect { "${it.name.replaceAll(/\d+/, '')} $it.result".toString() }.countBy { it }

        then:
        outcome.result() == Result.OK
        results == ['web ok': 80, 'closed failed': 10, 'hung failed': 10]
    }

    def 'a shell killed on the host leaves the outcome unknown'() {
        given:
        command = { new Answer({ it.close(false) }) }

        expect:
        with(run([host()])) {
            result() == Result.UNKNOWN
            cause() == 'db1: the shell on the host was killed; what it started may still be running'
        }
    }

    def 'each host has a separate output and result; the required number makes the step ok'() {
        given:
        command = { new Answer('hello\n', it.session.username == 'bad' ? 3 : 0) }
        def hosts = [host('web1'), host('web2', server.port, '127.0.0.1', 'bad'), host('web3'), host('web4', sockets.closedPort())]

        when:
        def outcome = run(hosts, Duration.ofSeconds(20), Optional.of(quorum))

        then:
        outcome.result() == result
        outcome.cause() ==~ cause
        outcome.values().hosts*.result == ['ok', 'failed', 'ok', 'failed']
        outcome.values().hosts[1].exitCode == 3
        outcome.values().hosts[0].stdout == 'hello'
        outcome.values().exitCode instanceof NoAnswer
        ['stdout', 'stderr', 'lines', 'json'].every { outcome.values()[it] instanceof PerHostValue }
        ['exitCode', 'stdout', 'stderr', 'lines', 'json'].every { outcome.values().hosts[3][it] instanceof NoAnswer }
        attempts.output.text(Output.Stream.OUT, 'web3') == 'hello\n'

        where:
        quorum                || result        | cause
        new Quorum(2, 0)      || Result.OK     | ~/^$/
        new Quorum(0, 50)     || Result.OK     | ~/^$/
        new Quorum(0, 51)     || Result.FAILED | ~/2 of 4 hosts ok, 3 needed; web2: failed, exit code 3: hello; web4: failed, no connection to .*/
        Quorum.all()          || Result.FAILED | ~/2 of 4 hosts ok, 4 needed; .*/
    }

    def 'a hanging host does not affect the others'() {
        given:
        def hosts = [host('sick', sockets.answering { })] + (1..8).collect { host("web$it") }

        when:
        def outcome = run(hosts, Duration.ofMillis(1500), Optional.of(new Quorum(8, 0)))

        then: 'the quorum is counted once the budget has ended the rest'
        outcome.result() == Result.OK
        outcome.values().hosts.find { it.name == 'sick' }.result == 'timedOut'
        outcome.values().hosts.findAll { it.result == 'ok' }.size() == 8

        when:
        attempts.stop = new dev.runbook.action.CancellationToken()
        def all = run(hosts, Duration.ofMillis(500))

        then:
        all.result() == Result.TIMED_OUT
        all.cause() ==~ /8 of 9 hosts ok, 9 needed; sick: timed out, no answer from .*/
    }

    def 'an unknown group is rejected in one line'() {
        when:
        attempts.perform(Specs.ssh(script(), 'web'))

        then:
        def refusal = thrown(AuthorException)
        refusal.message == "the environment test has no host 'web'"
    }

    private Outcome run(List<Environment.Host> hosts, Duration budget = Duration.ofSeconds(20), Optional<Quorum> atLeast = Optional.empty()) {
        attempts.hosts = [web: hosts]
        attempts.perform(new SshSpec(script(), 'web', Optional.empty(), atLeast, Optional.empty(), [:]), budget)
    }

    private static ShellScript script() {
        new ShellScript.Text(Template.of('true'))
    }

    private Environment.Host host(String name = 'db1', int port = server.port, String address = '127.0.0.1', String user = 'deploy') {
        def known = folder.resolve("known-$port")
        def key = server.keyPairProvider.loadKeys(null).first().public
        known.toFile().text = "[$address]:$port ${PublicKeyEntry.toString(key)}\n"
        new Environment.Host(name, user, address, port, Optional.empty(), Optional.of(folder.resolve('key')), Optional.empty(), Optional.of(known))
    }

    /** A command of the server's: prints, then exits or does something worse. */
    static class Answer implements Command {
        final String text
        final int exitCode
        final Closure<?> instead
        String line
        OutputStream outputStream
        OutputStream errorStream
        InputStream inputStream
        ExitCallback exitCallback

        Answer(String text = '', int exitCode) {
            this.text = text
            this.exitCode = exitCode
        }

        Answer(Closure<?> instead) {
            this('', 0)
            this.instead = instead
        }

        @Override
        void start(ChannelSession channel, ServerEnvironment environment) {
            Thread.startDaemon {
                if (instead) {
                    instead.call(channel)
                    return
                }
                outputStream.write("${startMark(inputStream.text)}$text${endMark()}".bytes)
                outputStream.flush()
                errorStream.write(endMark().bytes)
                errorStream.flush()
                exitCallback.onExit(exitCode)
            }
        }

        /** What a shell would print that has read this. */
        private static String startMark(String input) {
            def halves = (input =~ /printf '\[runbook:%s%s:%s:%s\]\\n' (\w+) (\w+)/)[0]
            "[runbook:${halves[1]}${halves[2]}::]\n"
        }

        /** What a shell would print at the end of the script it was given. */
        private String endMark() {
            def halves = (line =~ /printf "\[runbook:%s%s:%s\]\\n" (\w+) (\w+)/)[0]
            "[runbook:${halves[1]}${halves[2]}:$exitCode]\n"
        }

        @Override
        void destroy(ChannelSession channel) {}
    }
}
