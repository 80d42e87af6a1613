package dev.runbook.lab

import dev.runbook.crash.RealEngine
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import groovy.io.FileType
import groovy.json.JsonSlurper
import org.yaml.snakeyaml.Yaml
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/**
 * Declared drills of VisionForge from the command line, each in its own lab: one of each kind, or all of them with {@code
 * -Drunbook.drills.all=true}.
 */
@Thorough('drills against the lab')
@Requires(value = { Machine.has('git') }, reason = 'the releases are commits')
class VisionForgeDrillSpec extends Specification {
    static final Path SYSTEM = Machine.repository.toPath().resolve('runbooks/visionforge')
    /** Rows, a release, what cannot succeed. */
    static final List<Map> SAMPLE = [
        [runbook: 'visionforge/emergency-rollback', expect: 'succeeded'],
        [runbook: 'visionforge/code-rollback', expect: 'succeeded'],
        [runbook: 'visionforge/planned-rollback', expect: 'failed'],
    ]

    @TempDir
    Path runs

    @TempDir
    Path labs

    @TempDir
    Path folder

    def 'every declared drill ends as expected'() {
        given:
        def junit = folder.resolve('drills.xml')
        def declared = new Yaml().load(SYSTEM.resolve('drills.yaml').toFile().text).drills
        def tried = Boolean.getBoolean('runbook.drills.all') ? declared : SAMPLE.collect { sample -> declared.find { it.subMap(sample.keySet()) == sample } }
        def system = Files.createDirectories(folder.resolve('runbooks/visionforge'))
        SYSTEM.toFile().eachFileRecurse(FileType.FILES) {
            def copy = system.resolve(SYSTEM.relativize(it.toPath()))
            Files.createDirectories(copy.parent)
            copy.toFile().bytes = it.bytes
        }
        system.resolve('drills.yaml').toFile().text = new Yaml().dump([drills: tried])

        when:
        def process = RealEngine.get().start(runs, ["-Drunbook.repository=$Machine.repository"],
                ['drill', system.toString(), '-e', 'lab', '--json', '--junit', junit.toString()],
                out: folder.resolve('out').toString(), variables: [RUNBOOK_LAB_HOME: labs.toString()])

        then:
        process.waitFor(20, TimeUnit.MINUTES)
        def report = new JsonSlurper().parse(folder.resolve('out').toFile())
        report.drills.size() == tried.size()
        report.drills.findAll { !it.asExpected } == []
        report.drills.every { it.ended != 'succeeded' || it.rtoMs == null || it.clockMs <= it.rtoMs }
        process.exitValue() == 0
        junit.toFile().text.contains('failures="0"')
    }
}
