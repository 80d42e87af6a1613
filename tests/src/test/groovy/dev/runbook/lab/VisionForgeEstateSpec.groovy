package dev.runbook.lab

import dev.runbook.lab.visionforge.VisionForgePort
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification

import java.time.Duration
import java.util.concurrent.locks.LockSupport

/** VisionForge's estate: what its faults do, and that the tools of its plan repair them. */
@Thorough('a lab, and releases that start')
@Requires(value = { Machine.has('git') }, reason = 'the releases are commits')
class VisionForgeEstateSpec extends Specification {
    @Shared
    SharedLab lab = SharedLab.get('visionforge')

    def cleanup() {
        lab.run('mend')
    }

    def cleanupSpec() {
        SharedLab.stop('visionforge')
    }

    def 'it starts healthy, and the newest file among its backups is not the one to restore'() {
        expect:
        lab.get(VisionForgePort.APP, '/health').json.status == 'healthy'
        host('node src/migration/data-validator.js').code == 0
        host('npm run migration:check').out == 'ready: the schema is as expected\n'

        and:
        def backups = host('node src/migration/backup.js list').out.readLines()*.split(/\s{2,}|(?<=full|schema)\s+|(?<=\d)\s(?=whole|not)/)
        backups*.getAt(0)*.replaceFirst(/-backup-.*/, '') == ['schema', 'full', 'full']
        backups.every { it[-1] == 'whole' }
    }

    def '#fault is seen from outside: #path answers #status'() {
        when:
        lab.run('break', fault)

        then:
        answers(path, status)
        broken() == [fault]

        when:
        lab.run('mend', fault)

        then:
        answers('/health', 200)
        broken() == []

        where:
        fault               | path      || status
        'bad-release'       | '/health' || 500
        'bad-configuration' | '/health' || 503
        'crashed'           | '/health' || 0
        'db-down'           | '/health' || 503
    }

    def 'a previous release is a commit before, and needs its packages'() {
        given:
        lab.run('break', 'bad-release')

        expect:
        host('git checkout -qf "$(git describe --tags --abbrev=0 HEAD^)" && git describe --tags').out.startsWith('v1.9.0')
        host('npm start').err.contains('run npm install')
        host('npm install').code == 0
        broken() == []
    }

    def 'damage of the rows is found, and a full backup repairs it'() {
        when:
        lab.run('break', 'corrupt-data')
        def validated = host('node src/migration/data-validator.js')

        then:
        validated.code == 1
        validated.out.readLines().findAll { it.startsWith('FAIL') }.size() == 4
        broken() == ['corrupt-data']

        when:
        def restored = host('node src/migration/backup.js restore "$(ls backups/full-* | tail -n 1)"')

        then:
        restored.out =~ /restored full-backup-\S+: \d+ rows/
        host('node src/migration/data-validator.js').code == 0
        host('npm run migration:check').code == 0
        broken() == []
    }

    def 'a schema backup repairs the schema and keeps the rows, and one table can be restored alone'() {
        given:
        lab.run('break', 'bad-migration')
        def rows = (host('node src/migration/backup.js create before.sql').out =~ /(\d+) rows/)[0][1]

        when:
        def restored = host('node src/migration/backup.js restore "$(ls backups/schema-*)"')

        then:
        restored.out.endsWith(": $rows rows kept\n")
        broken() == []

        when:
        lab.run('break', 'corrupt-table')
        host('node src/migration/backup.js restore "$(ls backups/full-* | tail -n 1)" --table settings')

        then:
        broken() == []
    }

    def 'a truncated backup is reported and restores nothing'() {
        given:
        lab.run('break', 'backup-truncated')

        expect:
        host('node src/migration/backup.js list').out.readLines().count { it.endsWith('not whole') } == 1

        and:
        def restored = host('node src/migration/backup.js restore "$(ls backups/full-* | tail -n 1)"')
        restored.code == 1
        restored.err =~ /Error: full-backup-\S+ is not whole: it does not end with/
        host('node src/migration/data-validator.js').code == 0
    }

    private List<String> broken() {
        lab.get(VisionForgePort.LAB, '/lab/status').json.broken
    }

    private boolean answers(String path, int status) {
        def end = System.nanoTime() + Duration.ofSeconds(30).toNanos()
        while (lab.get(VisionForgePort.APP, path).status != status) {
            if (System.nanoTime() > end) {
                return false
            }
            LockSupport.parkNanos(50_000_000)
        }
        true
    }

    /** Runs a script in the checkout with the environment of the host. */
    private Map host(String script) {
        def app1 = lab.folder().resolve('app1')
        lab.program([HOME: app1.toString(), PGHOST: lab.address, PGPORT: "${VisionForgePort.POSTGRESQL.number()}".toString(),
            PGDATABASE: 'visionforge', PGUSER: 'visionforge', PGPASSFILE: app1.resolve('.pgpass').toString()],
            'sh', '-c', "cd $app1/visionforge && $script")
    }
}
