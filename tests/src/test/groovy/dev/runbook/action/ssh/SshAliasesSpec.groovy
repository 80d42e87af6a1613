package dev.runbook.action.ssh

import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.action.Specs
import dev.runbook.action.shell.ShellScript
import dev.runbook.environment.Environment
import dev.runbook.environment.TestEnvironment
import dev.runbook.environment.EnvironmentFile
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

/** Hosts that are named by an alias of an OpenSSH configuration. */
class SshAliasesSpec extends Specification {
    @Shared @TempDir
    Path folder

    @AutoCleanup
    Attempts attempts = new Attempts()

    def 'settings of the environment take precedence over those of the alias'() {
        given:
        def key = Files.writeString(folder.resolve('key'), '')
        def aliases = aliases("""
            Host db1 other
                HostName db1.example.com
                User postgres
                Port 2222
                IdentityFile $folder/none
                IdentityFile "$key"
                ProxyJump ops@bastion:2200,inner
            host bastion
                hostname=bastion.example.com
            Host inner
                User inner
            Host *.shop
                HostName %h.example.com
            Host *
                User everyone
            """)

        expect:
        with(aliases.resolved(host('db1'))) {
            [it.name(), it.user(), it.address(), it.port(), it.keyFile().get()] == ['db1', 'postgres', 'db1.example.com', 2222, key]
            with(it.jump().get()) { [it.user(), it.address(), it.port()] == ['inner', 'inner', 22] }
            with(it.jump().get().jump().get()) { [it.user(), it.address(), it.port(), it.jump().present] == ['ops', 'bastion.example.com', 2200, false] }
        }
        with(aliases.resolved(host('web.shop'))) { [it.user(), it.address(), it.port(), it.keyFile().present] == ['everyone', 'web.shop.example.com', 22, false] }
        with(aliases.resolved(host('db1', 'me', 22))) { [it.user(), it.address(), it.port()] == ['me', 'db1.example.com', 22] }
    }

    def 'unsupported configuration is rejected in one line: #line'() {
        when:
        aliases("Host a\n$line\n").resolved(host('a'))

        then:
        def refusal = thrown(SshFailure)
        refusal.message.startsWith("its ssh config ${folder.resolve('config')}$problem")
        !refusal.message.contains('\n')

        where:
        line                              || problem
        'Include other'                   || ":2 has 'Include other', which the engine does not understand: "
        'Match user root'                 || ":2 has 'Match user root', which the engine does not understand: "
        'Host * !bastion'                 || ":2 has 'Host * !bastion', which the engine does not understand: "
        'Host  a '                        || ":2 has 'Host  a' a second time, which the engine does not understand: "
        '  ProxyCommand nc %h %p'         || ' has a ProxyCommand for it, which the engine does not run: write ProxyJump'
        '  ProxyJump a'                   || ' leads through more than 8 hosts'
    }

    def 'the environment names the file, for hosts and the hosts they are reached through'() {
        given:
        def file = Files.writeString(folder.resolve('test.yaml'), """\
            ssh: { config: config }
            hosts:
              db: [db1, me@db2:2022, { address: db3, jump: bastion }]
            """.stripIndent())

        when:
        def hosts = EnvironmentFile.read(file, [:]).hosts().db

        then:
        hosts*.name() == ['db1', 'db2:2022', 'db3']
        hosts.collect { [it.user(), it.address(), it.port(), it.config().get()] } == [
            ['', 'db1', 0, folder.resolve('config')], ['me', 'db2', 2022, folder.resolve('config')], ['', 'db3', 0, folder.resolve('config')]]
        hosts[2].jump().get().config().get() == folder.resolve('config')
    }

    def 'a run does not start with an invalid configuration or a missing key'() {
        given:
        Files.writeString(folder.resolve('config'), "Host db1\n  IdentityFile $folder/gone\nHost db2\n  ProxyCommand nc\n")
        def local = Environment.local()
        def environment = TestEnvironment.of(hosts: [db: [host('db1'), host('db2')]], shell: local.shell(), drill: local.drill(), secrets: local.secrets())

        expect:
        spec('true').missing(environment) == [
            "the key of host 'db1' cannot be read: $folder/gone".toString(),
            "host 'db2': its ssh config $folder/config has a ProxyCommand for it, which the engine does not run: write ProxyJump".toString()]
    }

    @Requires(value = { OpenSsh.installed }, reason = 'needs openssh-server')
    def 'a host is reached by its alias, and through another alias'() {
        given:
        def server = new OpenSsh(Files.createDirectory(folder.resolve('server')))
        Files.writeString(folder.resolve('config'), """
            Host bastion db1
                HostName 127.0.0.1
                Port $server.port
                IdentityFile $server.key
            Host db1
                ProxyJump bastion
            """)

        expect:
        run(host('db1', '', 0, server.knownHosts), 'echo there').values().stdout == 'there'

        cleanup:
        server.close()
    }

    def 'an alias used without its file produces a hint'() {
        given:
        def ssh = Files.createDirectories(folder.resolve('.ssh'))
        Files.writeString(ssh.resolve('config'), 'Host other no-such-alias\n  HostName 127.0.0.1\n')
        def plain = { String name -> new Environment.Host(name, 'me', name, 22, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()) }

        expect:
        run(plain('no-such-alias'), 'true', ssh).cause() == "no-such-alias: the name no-such-alias does not resolve; it is an alias in $ssh/config, " +
                "which is read only if the environment says so: ssh: { config: $ssh/config }"
        run(plain('no-such-host'), 'true', ssh).cause() == 'no-such-host: the name no-such-host does not resolve'
    }

    private SshAliases aliases(String text) {
        SshAliases.read(Files.writeString(folder.resolve('config'), text))
    }

    private Environment.Host host(String alias, String user = '', int port = 0, Path known = null) {
        new Environment.Host(alias, user, alias, port, Optional.empty(), Optional.empty(), Optional.empty(), Optional.ofNullable(known), Optional.of(folder.resolve('config')), Environment.HostSettings.none())
    }

    private static SshSpec spec(String text) {
        Specs.ssh(new ShellScript.Text(Template.of(text)), 'db')
    }

    private Outcome run(Environment.Host host, String text, Path ssh = folder.resolve('nobody')) {
        attempts.hosts = [db: [host]]
        attempts.resources.get(SshSessions) { new SshSessions(ssh, Optional.empty(), Duration.ofSeconds(3)) }
        attempts.perform(spec(text))
    }
}
