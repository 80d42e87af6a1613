package dev.runbook.cli

import dev.runbook.action.http.RawServer
import dev.runbook.action.ssh.OpenSsh
import dev.runbook.machine.LiveHeap
import dev.runbook.machine.Thorough

import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/**
 * Whatever a command prints or a server sends, the engine holds little of it: whole runs, with journal, output files and
 * console, while what lives on the heap is looked at again and again.
 */
@Thorough('gigabytes of output')
@Requires(value = { OpenSsh.installed }, reason = 'needs openssh-server')
class FlatHeapSpec extends Specification {
    @TempDir
    Path folder

    @Shared @TempDir
    Path ssh

    @Shared @AutoCleanup
    OpenSsh host

    @Shared @AutoCleanup
    RawServer server = new RawServer({ Socket socket ->
        say(socket, 'HTTP/1.1 200 OK\nContent-Type: text/plain\nConnection: close\n\n')
        def megabyte = ('endless '.bytes as List).multiply(131072) as byte[]
        while (true) {
            socket.outputStream.write(megabyte)
        }
    })

    def setupSpec() {
        host = new OpenSsh(ssh)
    }

    def 'the heap stays within 16 MB of idle: #what'() {
        given:
        def rig = new CommandRig(folder)
        rig.write('runbooks/demo/environments/lab.yaml', """
            environment: lab
            services: { api: '$server.url' }
            hosts: { db: { address: '${System.getProperty('user.name')}@127.0.0.1:$host.port', key: { file: $host.key }, known_hosts: $host.knownHosts } }
        """.stripIndent())
        rig.runbook('demo/idle', "step('Idle') { shell 'true' }\nstep('There') { ssh 'true', on: 'db' }\nverify('Refused') { http { get \"\${service('api')}/x\" }; attempt 1.second; budget 2.seconds; onFailure { carryOn() } }")
        rig.runbook('demo/much', "step('Much') { budget 30.minutes\n$step }")
        rig.run('run', 'demo/idle', '-e', 'lab')
        def idle = LiveHeap.bytes()

        when:
        def answer = null
        def held = LiveHeap.most { answer = rig.run('run', 'demo/much', '-e', 'lab') } - idle
        println "| $what | ${Math.max(0, held).intdiv(1024)} KB more than idle at most |"

        then:
        held < 16 * LiveHeap.MEGABYTE
        answer.out =~ ending

        where:
        what                                | step                                                                                   || ending
        '300 MB of output'                  | "shell 'yes 0123456789abcde | head -c 300M'"                                             || /✓ Much/
        '300 MB of output over ssh'         | "ssh 'yes 0123456789abcde | head -c 300M', on: 'db'"                                     || /✓ Much/
        '300 MB on standard error'          | "shell 'yes 0123456789abcde | head -c 300M >&2'"                                         || /✓ Much/
        'one line of 300 MB'                | "shell 'head -c 300M /dev/zero'"                                                       || /✓ Much/
        'one line of 300 MB over ssh'       | "ssh 'head -c 300M /dev/zero | tr \"\\\\000\" x', on: 'db'"                            || /✓ Much/
        'an endless body'                   | 'http { get "${service(\'api\')}/endless" }'                                           || /longer than 256 MiB/
    }
}
