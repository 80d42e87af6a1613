package dev.runbook.lab

import dev.runbook.machine.Machine
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** The command line of labs removes only folders and ends only processes of a lab. */
@Requires(value = { os.linux }, reason = 'reads /proc')
class LabSafetySpec extends Specification {
    @TempDir
    Path home

    @AutoCleanup('destroyForcibly')
    Process bystander

    Map stop() {
        SharedLab.run([RUNBOOK_LAB_HOME: home.toString()], 'stop')
    }

    Map start() {
        SharedLab.run([RUNBOOK_LAB_HOME: home.toString()], 'start')
    }

    def 'a folder that no lab created is not touched: #what'() {
        given:
        def folder = home.resolve('erpgo')
        prepare(folder)

        when:
        def stopped = stop()
        def started = start()

        then:
        [stopped.code, started.code] == [2, 2]
        stopped.err ==~ /runbook lab: \S+erpgo was not created by a lab of this user .*, so it is left unchanged; remove it yourself.*\n/
        started.err == stopped.err
        Files.readString(folder.resolve('precious')) == 'data'

        where:
        what                              | prepare
        'it has no mark'                  | { Path it -> precious(Files.createDirectory(it)) }
        'it is a link to another folder'  | { Path it ->
            Files.createSymbolicLink(it, precious(Files.writeString(Files.createDirectory(it.resolveSibling('else')).resolve('.runbook-lab'), '').parent))
        }
        'its mark is a link'              | { Path it -> Files.createSymbolicLink(precious(Files.createDirectory(it)).resolve('.runbook-lab'), Path.of('/etc/passwd')) }
    }

    @Requires(value = { Machine.root }, reason = 'only root can give a file away')
    def 'a mark of another user is not believed'() {
        given:
        def folder = precious(Files.createDirectory(home.resolve('erpgo')))
        Files.setAttribute(Files.writeString(folder.resolve('.runbook-lab'), ''), 'unix:uid', 65534)

        expect:
        stop().code == 2
        Files.readString(folder.resolve('precious')) == 'data'
    }

    private static Path precious(Path folder) {
        Files.writeString(folder.resolve('precious'), 'data')
        folder
    }

    def 'a process is not ended because lab.pid names it, or because it works in the folder'() {
        given: 'the files of a lab that was killed with its machine, whose process number another process has now'
        def lab = LabHome.of('erpgo', [RUNBOOK_LAB_HOME: home.toString()])
        lab.create()
        bystander = new ProcessBuilder('sleep', '60').directory(lab.folder().toFile()).start()
        Files.writeString(lab.processFile(), "${bystander.pid()}\n")

        expect:
        SharedLab.run([RUNBOOK_LAB_HOME: home.toString()], 'status').code == 3
        stop().code == 0
        bystander.alive
        !Files.exists(lab.folder())
    }

    def 'a process of the lab is ended although lab.pid is lost'() {
        given:
        def lab = LabHome.of('erpgo', [RUNBOOK_LAB_HOME: home.toString()])
        lab.create()
        def builder = new ProcessBuilder('sleep', '60')
        builder.environment().put(lab.mark().key, lab.mark().value)
        bystander = builder.start()

        expect:
        stop().out == 'lab erpgo is down: no process and no port is left\n'
        bystander.waitFor(10, TimeUnit.SECONDS)
    }

    def 'an address is a loopback address: #address'() {
        when:
        def answer = SharedLab.run([RUNBOOK_LAB_HOME: home.toString(), RUNBOOK_LAB_ADDRESS: address], 'start')

        then:
        answer.code == 2
        answer.err == "runbook lab: RUNBOOK_LAB_ADDRESS=$address is not a loopback address; use one like 127.0.0.2\n"

        where:
        address << ['10.0.0.1', '0.0.0.0', '127.0.0.256', '127.0.0', 'localhost', '127.0.0.1.example.org']
    }
}
