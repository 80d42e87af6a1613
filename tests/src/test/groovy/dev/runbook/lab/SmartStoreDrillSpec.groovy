package dev.runbook.lab

import dev.runbook.crash.RealEngine
import dev.runbook.lab.smartstore.SmartStorePort
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path
import java.sql.DriverManager
import java.util.concurrent.TimeUnit

/** Drills of SmartStore's runbooks from the command line, in a broken lab. */
@Thorough('drills against the lab')
@Requires(value = { Boolean.getBoolean('runbook.drills.all') }, reason = 'minutes of drills; -Drunbook.drills.all=true')
class SmartStoreDrillSpec extends Specification {
    @Shared
    SharedLab lab = SharedLab.get('smartstore')

    /** One folder for all, so that each runbook is compiled once. */
    @Shared
    @TempDir
    Path runs

    @TempDir
    Path folder

    def setup() {
        asAtTheStart()
    }

    def cleanupSpec() {
        SharedLab.stop('smartstore')
    }

    private asAtTheStart() {
        lab.run('mend')
        post(SmartStorePort.LOAD_BALANCER, '/api/switch', 'emergency', '{"target": "green_new", "percentage": 100}')
        post(SmartStorePort.SYNC, '/api/start', 'sync', '{"master": "legacy"}')
    }

    private int post(SmartStorePort port, String path, String token, String body) {
        def connection = new URI("http://$lab.address:${port.number()}$path").toURL().openConnection() as HttpURLConnection
        connection.doOutput = true
        connection.setRequestProperty('Authorization', "Bearer ${password(token)}")
        connection.outputStream.withCloseable { it.write(body.bytes) }
        connection.responseCode
    }

    private String password(String user) {
        lab.folder().resolve("passwords/$user").toFile().text
    }

    private long count(String database, String query) {
        def url = "jdbc:sqlserver://$lab.address:${SmartStorePort.SQL_SERVER.number()};databaseName=$database;encrypt=false"
        DriverManager.getConnection(url, 'rollback', password('rollback')).withCloseable { connection ->
            def rows = connection.createStatement().executeQuery(query)
            rows.next()
            rows.getLong(1)
        }
    }

    private Map drill(String runbook, String... parameters) {
        def process = RealEngine.get().start(runs, ["-Drunbook.repository=$Machine.repository"],
                ['drill', runbook, '-e', 'lab', '-p', 'reason=spec', *parameters],
                out: folder.resolve('out').toString(), variables: [RUNBOOK_LAB_HOME: lab.home.toString()])
        assert process.waitFor(3, TimeUnit.MINUTES)
        [code: process.exitValue(), out: folder.resolve('out').toFile().text]
    }

    private broken() {
        lab.get(SmartStorePort.LAB, '/lab/status').json.broken
    }

    def "a failing platform loses its traffic to legacy, without an order lost"() {
        given:
        lab.run('break', 'new-fails')

        when:
        def drilled = drill('smartstore/emergency-rollback')

        then:
        drilled.code == 0
        drilled.out =~ /RTO 15m +met/
        drilled.out =~ /RPO 0ms +met/

        and:
        lab.get(SmartStorePort.SHOP, '/health').json.platform == 'blue_legacy'
        lab.get(SmartStorePort.MONITORING, '/api/environments').json == [blue_legacy: true, green_new: false]
        lab.get(SmartStorePort.WEBHOOKS, '/executives').json*.body*.message.contains('Emergency rollback completed - traffic restored to legacy system')
        lab.folder().resolve('mail/cto@company.com').toFile().listFiles()*.text.any { it.contains('Subject: [DRILL] SmartStore Emergency Rollback - succeeded') }
    }

    def "a load balancer that does not switch is reported, and the rollback has failed"() {
        given:
        lab.run('break', 'switch-fails')

        when:
        def drilled = drill('smartstore/emergency-rollback')

        then:
        drilled.code == 1
        drilled.out.contains('the load balancer cannot apply its configuration')
        lab.get(SmartStorePort.SHOP, '/health').json.platform == 'green_new'
    }

    def "damaged and lost rows are as they were, also when pages of the database cannot be read"() {
        given:
        def before = count('SmartStore_New', 'select count(*) from dbo.Orders where Id <= 500')
        lab.run('break', 'corrupt-rows', 'lost-rows', 'damaged-pages')

        when:
        def drilled = drill('smartstore/database-rollback')

        then:
        drilled.code == 0
        drilled.out =~ /RTO 45m +met/
        drilled.out =~ /RPO 5m +met/

        and: 'what was restored, and what legacy has written since'
        count('SmartStore_New', 'select count(*) from dbo.Orders where Id <= 500') == before
        count('SmartStore_New', 'select count(*) from dbo.DataIntegrityIssues') == 0
        lab.get(SmartStorePort.NEW, '/health/database').status == 200
    }

    def "a damaged backup of the log ends the rollback before anything is stopped"() {
        given:
        lab.run('break', 'corrupt-rows', 'backup-damaged')

        when:
        def drilled = drill('smartstore/database-rollback')

        then:
        drilled.code == 1
        drilled.out.contains('Damage to the backup set was detected.')
        broken() == ['corrupt-rows', 'backup-damaged']
        lab.get(SmartStorePort.NEW, '/health/database').status == 200
    }

    def "profiles, carts, stock and orders that a faulty release changed are restored from the backup tables"() {
        given:
        post(SmartStorePort.SYNC, '/api/jobs/stop', 'sync', '')
        long placed = count('SmartStore_New', 'select count(*) from dbo.Orders where Id > 500 and PaymentStatus = 30')
        lab.run('break', 'faulty-release')

        expect:
        ['customer', 'cart', 'inventory', 'order'].collect { drill("smartstore/$it-recovery", '-p', 'to=14m.ago').code } == [0, 0, 0, 0]
        broken() == []
        count('SmartStore_New', 'select count(*) from dbo.InventoryAdjustments') == 5

        and: 'orders paid since are kept for review'
        count('SmartStore_New', "select count(*) from dbo.OrderNotes where Note like '%requires manual review'") >= placed
    }
}
