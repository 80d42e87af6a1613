package dev.runbook.crash

import dev.runbook.action.ssh.OpenSsh
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** A service that a step starts and leaves running survives the step and the engine, however much it prints. */
@Thorough('engine processes and services that outlive them')
@Requires(value = { os.linux && OpenSsh.installed }, reason = 'needs Linux and openssh-server')
class LeftBehindSpec extends Specification {
    /** Prints more than a pipe can hold, so that it would block without a reader. */
    static final String SERVICE = 'i=0; (while [ $i -lt 1200 ]; do i=$((i+1)); echo $i >@/beat.new; mv @/beat.new @/beat; ' +
            'printf "%04000d\\n" $i; printf "%04000d\\n" $i >&2; sleep 0.05; done) & echo $! >@/pid'

    @TempDir
    Path folder

    @Shared
    OpenSsh server

    def cleanup() {
        server?.close()
        if (Files.exists(folder.resolve('pid'))) {
            ProcessHandle.of(folder.resolve('pid').toFile().text.trim() as long).ifPresent { it.destroyForcibly() }
        }
    }

    def 'a background process is not affected: started #how'() {
        given:
        def runbook = Files.createDirectories(folder.resolve('runbooks/demo')).resolve('start.groovy')
        runbook.toFile().text = "runbook('demo/start') { step('Start the service') { ${step.replace('@', folder.toString())} } }"
        def environment = folder.resolve('test.yaml')
        environment.toFile().text = environmentOf(step)

        when:
        def engine = RealEngine.get().start(folder, ["-Djava.io.tmpdir=$folder"], ['run', runbook, '-e', environment])

        then:
        engine.waitFor(2, TimeUnit.MINUTES)
        engine.exitValue() == 0 || printed() == ''
        folder.resolve('out').toFile().text =~ /process \d+ \((sh|dash|bash)\).* the output open: (its|their) further output is discarded/

        when: 'the engine has ended'
        def last = beat()

        then:
        until { beat() > last + 40 }

        when: 'the service ends'
        ProcessHandle.of(folder.resolve('pid').toFile().text.trim() as long).ifPresent { it.destroyForcibly() }

        then: 'the reader of its output ends too'
        until { readers() == [] }

        where:
        how                    | step
        'on this machine'      | "shell '${SERVICE}'"
        'on a host'            | "ssh '${SERVICE}', on: 'db'"
    }

    def 'a pipe between two remaining processes on a host is not affected'() {
        given:
        def runbook = Files.createDirectories(folder.resolve('runbooks/demo')).resolve('start.groovy')
        runbook.toFile().text = """\
runbook('demo/start') { step('Start') { ssh 'i=0; (while [ \$i -lt 1200 ]; do i=\$((i+1)); echo \$i; sleep 0.02; done | while read -r x; do echo \$x >>${folder}/lines; echo got; done) & echo \$! >${folder}/pid', on: 'db' } }"""
        def environment = folder.resolve('test.yaml')
        environment.toFile().text = environmentOf('ssh')

        when:
        def engine = RealEngine.get().start(folder, [], ['run', runbook, '-e', environment])

        then:
        engine.waitFor(2, TimeUnit.MINUTES)
        engine.exitValue() == 0 || printed() == ''

        and: 'not one line is missing'
        until { folder.resolve('lines').toFile().readLines().size() > 150 }
        def lines = folder.resolve('lines').toFile().readLines()
        lines == (1..lines.size())*.toString()
    }

    private String environmentOf(String step) {
        if (!step.startsWith('ssh')) {
            return 'settings: {}\n'
        }
        server = new OpenSsh(Files.createDirectories(folder.resolve('ssh')))
        "hosts: { db: { address: '${System.getProperty('user.name')}@127.0.0.1:${server.port}', key: { file: ${server.key} }, known_hosts: ${server.knownHosts} } }\n"
    }

    private String printed() {
        folder.resolve('out').toFile().text.readLines().findAll { !it.contains('0000000') }.join('\n')
    }

    private int beat() {
        folder.resolve('beat').toFile().text.trim() as int
    }

    /** The processes that read a pipe of the engine. */
    private List<String> readers() {
        new File('/proc').listFiles().findAll { it.name.integer }.collect { new File(it, 'fd/0').toPath() }.findAll {
            try {
                Files.readSymbolicLink(it).toString().contains("$folder/runbook-output-")
            } catch (IOException gone) {
                false
            }
        }*.toString()
    }

    private static boolean until(Closure<Boolean> condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos()
        while (!condition()) {
            if (System.nanoTime() > end) {
                return false
            }
            Thread.sleep(50)
        }
        true
    }
}
