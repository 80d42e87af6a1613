package dev.runbook.lab

import dev.runbook.crash.RealEngine
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import groovy.io.FileType
import groovy.json.JsonSlurper
import org.yaml.snakeyaml.Yaml
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/**
 * Declared drills of every system from the command line, each in its own lab, with the state of the lab compared before and
 * after: the one or two that prove most and the triggers of one fault, or all of them with {@code -Drunbook.drills.all=true}.
 */
@Thorough('drills against the lab')
@Requires(value = { Machine.has('git') }, reason = 'the releases of VisionForge are commits')
class DeclaredDrillSpec extends Specification {
    static final Path RUNBOOKS = Machine.repository.toPath().resolve('runbooks')

    /** One folder for all, so that each runbook is compiled once. */
    @Shared
    @TempDir
    Path runs

    @TempDir
    Path labs

    @TempDir
    Path folder

    def 'the declared drills of #name end as expected, and change what they are to change'() {
        given:
        def junit = folder.resolve('drills.xml')
        def declared = new Yaml().load(RUNBOOKS.resolve("$name/drills.yaml").toFile().text)
        def tried = Boolean.getBoolean('runbook.drills.all') ? declared.drills : sample.collect { one -> declared.drills.find { it.subMap(one.keySet()) == one } }
        def triggers = Boolean.getBoolean('runbook.drills.all') ? declared.triggers : declared.triggers.findAll { it.break in broken }
        def system = copy(name)
        system.resolve('drills.yaml').toFile().text = new Yaml().dump(declared + [drills: tried, triggers: triggers])

        when:
        def process = RealEngine.get().start(runs, ["-Drunbook.repository=$Machine.repository"],
                ['drill', system.toString(), '-e', 'lab', '--json', '--junit', junit.toString()],
                out: folder.resolve('out').toString(), variables: [RUNBOOK_LAB_HOME: labs.toString()])

        then:
        process.waitFor(30, TimeUnit.MINUTES)
        def report = new JsonSlurper().parse(folder.resolve('out').toFile())
        report.drills.size() == tried.size()
        report.drills.findAll { !it.asExpected } == []
        report.drills.every { it.ended != 'succeeded' || it.rtoMs == null || it.clockMs <= it.rtoMs }
        report.drills.every { it.state.unchanged > 0 }
        (report.triggers*.trigger as Set).containsAll(triggers.collectMany { it.fires*.trigger })
        report.triggers.findAll { !it.asExpected } == []
        process.exitValue() == 0
        junit.toFile().text.contains('failures="0"')

        where:
        name                      | sample                                                  | broken
        'erpgo'                   | [[runbook: 'erpgo/planned-rollback']]                   | [['corrupt-rows']]
        'smartstore'              | [[runbook: 'smartstore/database-rollback']]             | []
        'supabase-migration'      | [[runbook: 'supabase-migration/data-sync-rollback']]    | []
        'social-download-manager' | [[runbook: 'social-download-manager/database-rollback']] | []
        'visionforge'             | [[runbook: 'visionforge/emergency-rollback']]           | []
    }

    /** The runbooks of a system, beside the files that all systems share. */
    private Path copy(String name) {
        RUNBOOKS.toFile().eachFileRecurse(FileType.FILES) {
            def relative = RUNBOOKS.relativize(it.toPath())
            if (relative.nameCount == 1 || relative.startsWith(name) || !Files.exists(RUNBOOKS.resolve(relative.getName(0)).resolve('drills.yaml'))) {
                def copy = folder.resolve('runbooks').resolve(relative)
                Files.createDirectories(copy.parent)
                copy.toFile().bytes = it.bytes
            }
        }
        folder.resolve("runbooks/$name")
    }
}
