package dev.runbook.lab

import dev.runbook.lab.erpgo.ErpgoPort
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

class LabCommandSpec extends Specification {
    @TempDir
    Path home

    def variables() {
        [RUNBOOK_LAB_HOME: home.toString()]
    }

    def address() {
        LabHome.of('erpgo', variables()).address()
    }

    def "a lab starts next to another, lists its addresses, and stops without leaving a process, a port or a file"() {
        given:
        def other = SharedLab.get()

        when:
        def started = SharedLab.run(variables(), 'start', 'erpgo')

        then:
        started.code == 0
        started.out.contains('lab erpgo is up\n')
        started.out.contains('traffic goes to green')
        started.out.contains('nothing is broken')
        started.out.contains("http://${address()}:47401")
        PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve('erpgo'))) == 'rwx------'

        when: 'it is started once more'
        def again = SharedLab.run(variables(), 'start')

        then:
        again.code == 0
        again.out.startsWith('lab erpgo is up already')

        when: 'its daemon is killed and cannot clean up'
        long daemon = home.resolve('erpgo/lab.pid').toFile().text.trim() as long
        ProcessHandle.of(daemon).get().destroyForcibly()
        ProcessHandle.of(daemon).ifPresent { it.onExit().get() }

        then:
        SharedLab.run(variables(), 'status').code == 3

        when:
        def stopped = SharedLab.run(variables(), 'stop')

        then: 'PostgreSQL, which continued alone, has ended too'
        stopped.code == 0
        stopped.out == 'lab erpgo is down: no process and no port is left\n'
        !Files.exists(home.resolve('erpgo'))
        SharedLab.run(variables(), 'stop').out == 'lab erpgo is not up\n'

        and: 'the other lab is not affected'
        other.address != address()
        other.run('status').code == 0
        other.get(ErpgoPort.API, '/health').status == 200
    }

    def "a port in use is reported in one line, and nothing is started"() {
        given:
        def taken = new ServerSocket()
        taken.bind(new InetSocketAddress(address(), ErpgoPort.POSTGRESQL.number()))

        when:
        def started = SharedLab.run(variables(), 'start', 'erpgo')

        then:
        started.code == 2
        started.err.readLines().size() == 1
        started.err.contains('47405 (PostgreSQL, database erp)')
        started.err.contains('set RUNBOOK_LAB_ADDRESS to another')

        cleanup:
        taken.close()
    }

    def "an invalid command line is reported in one line: #line"() {
        when:
        def reported = SharedLab.run(variables(), *line)

        then:
        reported.code == 2
        reported.err.readLines().size() == 1
        reported.err.startsWith("runbook lab: $message")

        where:
        line                       || message
        ['begin']                  || "unknown command 'begin'; there are: start"
        ['start', 'erpgoo']        || "there is no lab called 'erpgoo'; there are: erpgo, smartstore, supabase-migration, social-download-manager, visionforge"
        ['break', 'the', 'bank']   || "there is no fault 'the'; there are: green-fails"
        ['break', 'green-fails']   || 'lab erpgo is not up; start it with: runbook lab start erpgo'
    }

    def "an address that is not loopback is rejected"() {
        expect:
        SharedLab.run(variables() + [RUNBOOK_LAB_ADDRESS: '10.0.0.1'], 'start').err ==
                'runbook lab: RUNBOOK_LAB_ADDRESS=10.0.0.1 is not a loopback address; use one like 127.0.0.2\n'
    }
}
