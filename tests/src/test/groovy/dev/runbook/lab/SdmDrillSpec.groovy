package dev.runbook.lab

import dev.runbook.crash.RealEngine
import dev.runbook.lab.sdm.SdmPort
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path
import java.sql.DriverManager
import java.util.concurrent.TimeUnit

/** Drills of Social Download Manager's runbooks from the command line, in a broken lab. */
@Thorough('drills against the lab')
@Requires(value = { Boolean.getBoolean('runbook.drills.all') }, reason = 'minutes of drills; -Drunbook.drills.all=true')
class SdmDrillSpec extends Specification {
    @Shared
    SharedLab lab = SharedLab.get('social-download-manager')

    /** One folder for all, so that each runbook is compiled once. */
    @Shared
    @TempDir
    Path runs

    @TempDir
    Path folder

    /** Installs version 2.0 afresh, whatever an earlier drill left. */
    def cleanup() {
        lab.run('mend', 'social-download-manager', 'slow')
    }

    def cleanupSpec() {
        SharedLab.stop('social-download-manager')
    }

    private void breakIt(String... faults) {
        def broken = lab.run('break', 'social-download-manager', *faults)
        assert broken.code == 0: broken.err
    }

    private Map drill(String runbook) {
        def process = RealEngine.get().start(runs, ["-Drunbook.repository=$Machine.repository"],
                ['drill', "social-download-manager/$runbook", '-e', 'lab', '-p', 'reason=spec'],
                out: folder.resolve('out').toString(), variables: [RUNBOOK_LAB_HOME: lab.home.toString()])
        assert process.waitFor(3, TimeUnit.MINUTES)
        [code: process.exitValue(), out: folder.resolve('out').toFile().text]
    }

    private List broken() {
        lab.get(SdmPort.LAB, '/lab/status').json.broken
    }

    private Map machines() {
        lab.get(SdmPort.LAB, '/lab/status').json.subMap('linux1', 'mac1')
    }

    private long downloads() {
        def file = lab.folder().resolve('machines/linux1/.config/social-download-manager/sdm.db')
        DriverManager.getConnection("jdbc:sqlite:$file").withCloseable {
            it.createStatement().executeQuery('select count(*) from download_history').getLong(1)
        }
    }

    private String mail(String address) {
        lab.folder().resolve("mail/$address").toFile().listFiles().sort()*.text.join('\n')
    }

    def "a version that cannot download is rolled back on all machines, with the database, within the RTO"() {
        given:
        breakIt('downloads-fail')
        def before = downloads()

        when:
        def drilled = drill('unix-rollback')

        then:
        drilled.code == 0
        drilled.out =~ /RTO 45m +met/
        drilled.out =~ /RPO 5m +met/
        machines() == [linux1: 'version 1.2.1 runs', mac1: 'version 1.2.1 runs']
        broken() == []
        downloads() >= before

        and: 'everybody of the plan was told'
        lab.get(SdmPort.WEBHOOKS, '/users-in-app').json*.body*.text.any { it.startsWith('[DRILL] Social Download Manager - Service Restored') }
        lab.get(SdmPort.WEBHOOKS, '/technical-chat').json*.body*.text.any { it.startsWith('[DRILL] URGENT - Social Download Manager V2.0 Rollback Initiated') }
        mail('management@sdm.example.com').contains('Technical lead: John Smith, or Jane Doe: +1-555-0101')
    }

    def "a rollback to a version that does not start is undone on all machines"() {
        given:
        breakIt('old-version-fails')

        when:
        def drilled = drill('unix-rollback')

        then:
        drilled.code == 1
        drilled.out.contains('cannot start: a library of version 1.2.1 is missing')
        drilled.out.contains('✓ Undo Stop version 2.0')
        machines() == [linux1: 'version 2.0.0 runs', mac1: 'version 2.0.0 runs']
    }

    def "a conversion of the database that fails changes nothing"() {
        given:
        breakIt('conversion-blocked')

        when:
        def drilled = drill('database-rollback')

        then:
        drilled.code == 1
        drilled.out.contains('duplicate column name: legacy_ui_state')
        drilled.out.contains('✓ Put the database back as it was')
    }

    def "a damaged database is not converted, but restored and rebuilt with the rest of the system"() {
        given:
        breakIt('database-corrupt', 'config-corrupt', 'backup-damaged')

        when:
        def refused = drill('unix-rollback')

        then: 'nothing was stopped'
        refused.code == 1
        refused.out.contains('run social-download-manager/system-corruption instead')
        machines().linux1 == 'version 2.0.0 runs'

        when:
        def drilled = drill('system-corruption')

        then:
        drilled.code == 0
        drilled.out =~ /\.db is damaged/
        drilled.out =~ /RTO 3h +met/
        machines() == [linux1: 'version 1.2.1 runs', mac1: 'version 1.2.1 runs']
    }

    def "lost downloads come back from the backup and the transaction log, on the affected machine alone"() {
        given:
        def before = downloads()
        breakIt('lost-rows')

        when:
        def drilled = drill('data-loss')

        then:
        drilled.code == 0
        drilled.out =~ /RPO 5m +met/
        drilled.out.contains('not affected')
        downloads() >= before
        broken() == []
        machines() == [linux1: 'version 2.0.0 runs', mac1: 'version 2.0.0 runs']
    }
}
