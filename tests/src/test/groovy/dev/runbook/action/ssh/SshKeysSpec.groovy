package dev.runbook.action.ssh

import dev.runbook.action.Attempts
import dev.runbook.action.CancellationToken
import dev.runbook.action.Outcome
import dev.runbook.action.Specs
import dev.runbook.action.shell.ShellScript
import dev.runbook.machine.Machine
import dev.runbook.value.Result
import dev.runbook.value.Template

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.locks.LockSupport
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Whom the engine trusts, and how hosts know it. */
@Requires(value = { OpenSsh.installed }, reason = 'needs openssh-server')
class SshKeysSpec extends Specification {
    @Shared @TempDir
    Path folder

    @Shared @AutoCleanup
    OpenSsh server

    @AutoCleanup
    Attempts attempts = new Attempts()

    Optional<Path> agent = Optional.empty()

    def setupSpec() {
        server = new OpenSsh(folder)
    }

    def 'a host with an unknown key is rejected with its fingerprint, and the suggested cure works'() {
        given:
        def known = folder.resolve('none-known')
        def touched = folder.resolve('touched')
        def host = server.host(knownHosts: known)

        when:
        def outcome = run(host, "touch $touched")

        then:
        outcome.result() == Result.FAILED
        !outcome.answered()
        !Files.exists(touched)
        def cause = outcome.cause()
        cause == "db1: its host key is not known (ssh-ed25519 ${fingerprint('host_key')}); compare it with the host's own " +
                "(ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub there), then: ssh-keyscan -p $server.port 127.0.0.1 >> $known"

        when:
        ['sh', '-c', cause.substring(cause.indexOf('ssh-keyscan')) + ' 2>/dev/null'].execute().waitFor()
        attempts.close()
        attempts = new Attempts()

        then:
        run(host, 'true').result() == Result.OK
    }

    def 'a host with a changed key is rejected with the new fingerprint, and the suggested cure works'() {
        given:
        def known = folder.resolve('other-known')
        known.toFile().text = "[127.0.0.1]:$server.port ${folder.resolve('user_key.pub').toFile().text}"
        def host = server.host(knownHosts: known)

        when:
        def outcome = run(host, 'true')

        then:
        outcome.result() == Result.FAILED
        def cause = outcome.cause()
        cause == "db1: its host key has changed (ssh-ed25519 ${fingerprint('host_key')}): it was reinstalled, or someone intercepts " +
                    "the connection; if you know why: ssh-keygen -R '[127.0.0.1]:$server.port' -f $known && " +
                "ssh-keyscan -p $server.port 127.0.0.1 >> $known"

        when:
        ['sh', '-c', "{ ${cause.substring(cause.indexOf('ssh-keygen -R'))}; } 2>/dev/null"].execute().waitFor()
        attempts.close()
        attempts = new Attempts()

        then:
        run(host, 'true').result() == Result.OK
    }

    def 'an unknown user is rejected, and the message lists the keys that were tried'() {
        given:
        def stranger = server.keyPair('stranger')

        expect:
        run(server.host(key: stranger), 'true').cause() == "db1: user ${System.getProperty('user.name')} was rejected; tried key $stranger"
        run(server.host(key: null), 'true').cause() == "db1: user ${System.getProperty('user.name')} was rejected; tried no key: there is none"
    }

    def 'an encrypted key is opened only with its passphrase'() {
        given:
        def key = server.keyPair('locked', 'open sesame')
        server.admit('user_key.pub', 'locked.pub')

        expect:
        run(server.host(key: key, passphrase: 'open sesame'), 'true').result() == Result.OK
        run(server.host(key: key, passphrase: 'wrong', name: 'db2'), 'true').cause() ==
                "db2: the passphrase of its key file $key is wrong"
        run(server.host(key: key, name: 'db3'), 'true').cause() ==
                "db3: its key file $key is encrypted: set its passphrase in the environment, or load it into an SSH agent"
    }

    def 'an invalid key file is rejected in one line'() {
        given:
        def missing = folder.resolve('no-key')
        def text = folder.resolve('text')
        text.toFile().text = 'no key at all'

        expect:
        run(server.host(key: missing), 'true').cause() == "db1: its key file $missing cannot be read"
        run(server.host(key: text, name: 'db2'), 'true').cause() == "db2: its key file $text contains no private key"
    }

    @Requires(value = { Machine.has('ssh-agent') && Machine.has('ssh-add') }, reason = 'needs openssh-client')
    def 'the keys of the agent are offered, and none is added to the agent'() {
        given:
        def agentKey = server.keyPair('agent_key')
        def process = agentWith('agent', agentKey)
        server.admit('agent_key.pub')

        expect:
        run(server.host(key: null), 'true').result() == Result.OK
        run(server.host(key: agentKey, name: 'db2'), 'true').result() == Result.OK

        cleanup:
        server.admit('user_key.pub')
        process.destroyForcibly()
    }

    @Requires(value = { Machine.has('ssh-agent') && Machine.has('ssh-add') }, reason = 'needs openssh-client')
    def 'a stop between two messages of the authentication ends it as a stop'() {
        given: 'an agent that signs only after the stop has closed the connection'
        def agentKey = server.keyPair('late_key')
        def process = agentWith('agent-behind', agentKey)
        def late = new RelayedAgent(agent.get(), folder.resolve('agent-late'), { attempts.stop.request(CancellationToken.Reason.CANCELLED) })
        agent = Optional.of(folder.resolve('agent-late'))
        server.admit('late_key.pub')

        when:
        def outcome = run(server.host(key: null), 'true')

        then:
        outcome.stop().get().confirmed()
        outcome.stop().get().what() == 'the connection; nothing had been sent'

        cleanup:
        server.admit('user_key.pub')
        late?.close()
        process.destroyForcibly()
    }

    /** Starts an agent that holds {@code key}, whose file it encrypts. */
    private Process agentWith(String name, Path key) {
        def socket = folder.resolve(name)
        def process = new ProcessBuilder('ssh-agent', '-D', '-a', socket.toString()).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
        while (!Files.exists(socket)) {
            LockSupport.parkNanos(5_000_000)
        }
        def add = new ProcessBuilder('ssh-add', '-q', key.toString())
        add.environment().put('SSH_AUTH_SOCK', socket.toString())
        assert add.start().waitFor() == 0
        ['ssh-keygen', '-q', '-p', '-N', 'secret', '-P', '', '-f', key.toString()].execute().waitFor()
        agent = Optional.of(socket)
        process
    }

    def 'the certificate next to a key is offered before the key: #what'() {
        given:
        def trusting = new OpenSsh(Files.createDirectory(folder.resolve("trusting$number")), "TrustedUserCAKeys ${folder.resolve("ca${number}.pub")}".toString())
        def ca = server.keyPair("ca$number")
        def key = server.keyPair("certified$number", passphrase ?: '')
        sign(ca, key, validity)
        trusting.admit(*(admitted ? ["../certified${number}.pub".toString()] : []))

        when:
        def outcome = run(trusting.host(key: key, passphrase: passphrase), 'echo in')

        then:
        outcome.cause() == (refused ? "db1: user ${System.getProperty('user.name')} was rejected; tried certificate ${key}-cert.pub, key $key" : '')
        outcome.result() == (refused ? Result.FAILED : Result.OK)

        cleanup:
        trusting.close()

        where:
        number | what                               | validity                          | passphrase | admitted || refused
        1      | 'one in force'                     | '-1h:+1h'                         | null       | false    || false
        2      | 'one of an encrypted key'          | '-1h:+1h'                         | 'open it'  | false    || false
        3      | 'an expired one, key not known'    | '20200101:20200102'               | null       | false    || true
        4      | 'an expired one, key known'        | '20200101:20200102'               | null       | true     || false
    }

    @Requires(value = { Machine.has('ssh-agent') && Machine.has('ssh-add') }, reason = 'needs openssh-client')
    def 'a certificate that the agent has is offered'() {
        given:
        def trusting = new OpenSsh(Files.createDirectory(folder.resolve('trusting-agent')), "TrustedUserCAKeys ${folder.resolve('ca-agent.pub')}".toString())
        def ca = server.keyPair('ca-agent')
        def key = server.keyPair('certified-agent')
        sign(ca, key, '-1h:+1h')
        trusting.admit()
        def socket = folder.resolve('agent-certified')
        def process = new ProcessBuilder('ssh-agent', '-D', '-a', socket.toString()).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
        while (!Files.exists(socket)) {
            LockSupport.parkNanos(5_000_000)
        }
        def add = new ProcessBuilder('ssh-add', '-q', key.toString())
        add.environment().put('SSH_AUTH_SOCK', socket.toString())
        assert add.start().waitFor() == 0
        agent = Optional.of(socket)

        expect:
        run(trusting.host(key: null), 'echo in').values().stdout == 'in'

        cleanup:
        trusting.close()
        process.destroyForcibly()
    }

    def 'an unreadable certificate does not prevent the key from being offered'() {
        given:
        def key = server.keyPair('beside')
        folder.resolve('beside-cert.pub').toFile().text = 'no certificate\n'
        server.admit('user_key.pub', 'beside.pub')

        expect:
        run(server.host(key: key), 'true').result() == Result.OK

        cleanup:
        server.admit('user_key.pub')
    }

    private void sign(Path ca, Path key, String validity) {
        assert ['ssh-keygen', '-q', '-s', ca.toString(), '-I', 'test', '-n', System.getProperty('user.name'), '-V', validity, "${key}.pub".toString()].execute().waitFor() == 0
    }

    def 'a host is reached through a jump host, and a message names the host that failed'() {
        given:
        def inner = { Map options -> server.host([name: 'inner', jump: server.host(options + [name: 'bastion'])]) }

        expect:
        run(inner([:]), 'echo there').values().stdout == 'there'
        run(inner([knownHosts: folder.resolve('nothing')]), 'true').cause().startsWith('inner: its jump host 127.0.0.1: its host key is not known')
    }

    private Outcome run(host, String text) {
        attempts.hosts = [db: [host]]
        attempts.resources.get(SshSessions) { new SshSessions(folder.resolve('nobody'), agent, Duration.ofSeconds(3)) }
        attempts.perform(Specs.ssh(new ShellScript.Text(Template.of(text)), 'db'))
    }

    private String fingerprint(String key) {
        ['ssh-keygen', '-lf', folder.resolve("${key}.pub").toString()].execute().text.split(' ')[1]
    }
}
