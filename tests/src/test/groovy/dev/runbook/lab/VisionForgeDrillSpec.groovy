package dev.runbook.lab

import dev.runbook.crash.RealEngine
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import groovy.json.JsonSlurper
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** All declared drills of VisionForge from the command line, each in a lab of its own. */
@Thorough('drills against the lab')
@Requires(value = { Machine.has('git') }, reason = 'the releases are commits')
class VisionForgeDrillSpec extends Specification {
    @TempDir
    Path runs

    @TempDir
    Path labs

    @TempDir
    Path folder

    def 'every declared drill ends as expected'() {
        given:
        def junit = folder.resolve('drills.xml')

        when:
        def process = RealEngine.get().start(runs, ["-Drunbook.repository=$Machine.repository"],
                ['drill', "$Machine.repository/runbooks/visionforge".toString(), '-e', 'lab', '--json', '--junit', junit.toString()],
                out: folder.resolve('out').toString(), variables: [RUNBOOK_LAB_HOME: labs.toString()])

        then:
        process.waitFor(20, TimeUnit.MINUTES)
        def report = new JsonSlurper().parse(folder.resolve('out').toFile())
        report.drills.findAll { !it.asExpected } == []
        report.drills.every { it.ended != 'succeeded' || it.rtoMs == null || it.clockMs <= it.rtoMs }
        process.exitValue() == 0
        junit.toFile().text.contains('failures="0"')
    }
}
