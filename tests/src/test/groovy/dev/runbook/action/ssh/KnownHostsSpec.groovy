package dev.runbook.action.ssh

import com.jcraft.jsch.HostKeyRepository
import dev.runbook.environment.Environment
import dev.runbook.machine.Machine

import java.nio.file.Path
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

@Requires(value = { Machine.has('ssh-keygen') }, reason = 'needs openssh-client')
class KnownHostsSpec extends Specification {
    @TempDir
    Path folder

    def 'a host is known by #how'() {
        given:
        def key = keyOf('host')
        file("# hosts\n\n$name $key of the host\nelse.where ${keyOf('other')}\n")

        expect:
        check('db1.example', 22, key) == HostKeyRepository.OK
        check('db1.example', 22, keyOf('other')) == HostKeyRepository.CHANGED
        check('db2.invalid', 22, key) == HostKeyRepository.NOT_INCLUDED

        where:
        how             | name
        'its name'      | 'db1.example'
        'another case'  | 'DB1.Example'
        'one of names'  | '10.0.0.1,db1.example'
    }

    def 'a host at another port is known by name and port'() {
        given:
        def key = keyOf('host')
        file("[db1.example]:2222 $key\n")

        expect:
        check('db1.example', 2222, key) == HostKeyRepository.OK
        check('db1.example', 2223, key) == HostKeyRepository.NOT_INCLUDED
    }

    def 'a hashed name is found, among any others'() {
        given:
        def key = keyOf('host')
        file((1..2000).collect { "web${it}.example $key\n" }.join('') + "db1.example $key\n")
        assert ['ssh-keygen', '-q', '-H', '-f', folder.resolve('known_hosts').toString()].execute().waitFor() == 0
        assert !folder.resolve('known_hosts').toFile().text.contains('db1.example')

        expect:
        check('db1.example', 22, key) == HostKeyRepository.OK
        check('db2.example', 22, key) == HostKeyRepository.NOT_INCLUDED
    }

    def 'without a known_hosts file no host is known'() {
        expect:
        check('db1.example', 22, keyOf('host')) == HostKeyRepository.NOT_INCLUDED
    }

    private void file(String text) {
        folder.resolve('known_hosts').toFile().text = text
    }

    private int check(String address, int port, String key) {
        def host = new Environment.Host('db1', 'deploy', address, port, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())
        def name = port == 22 ? address : "[$address]:$port".toString()
        KnownHosts.read(folder.resolve('known_hosts')).of(host).check(name, key.split(' ')[1].decodeBase64())
    }

    private String keyOf(String name) {
        def file = folder.resolve(name)
        if (!file.toFile().exists()) {
            assert ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', file.toString()].execute().waitFor() == 0
        }
        folder.resolve("${name}.pub").toFile().text.split(' ')[0..1].join(' ')
    }
}
