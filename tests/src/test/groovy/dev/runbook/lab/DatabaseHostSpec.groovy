package dev.runbook.lab

import dev.runbook.lab.erpgo.ErpgoPort
import groovy.json.JsonSlurper
import org.apache.sshd.client.SshClient
import org.apache.sshd.client.channel.ClientChannelEvent
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier
import org.apache.sshd.client.session.ClientSession
import org.apache.sshd.common.keyprovider.FileKeyPairProvider
import spock.lang.Shared
import spock.lang.Specification

import java.nio.charset.StandardCharsets
import java.time.Duration
import java.util.concurrent.locks.LockSupport

/** PostgreSQL and its host as a runbook uses them: over SSH with the programs of the server, and over JDBC. */
class DatabaseHostSpec extends Specification {
    @Shared
    SharedLab lab = SharedLab.get()

    @Shared
    SshClient client = SshClient.setUpDefaultClient()

    @Shared
    ClientSession session

    def setupSpec() {
        client.serverKeyVerifier = new KnownHostsServerKeyVerifier(
                RejectAllServerKeyVerifier.INSTANCE, lab.folder().resolve('ssh/known_hosts'))
        client.keyIdentityProvider = new FileKeyPairProvider(lab.folder().resolve('ssh/id_ecdsa'))
        client.start()
        session = client.connect('postgres', lab.address, ErpgoPort.SSH.number()).verify(Duration.ofSeconds(10)).session
        session.auth().verify(Duration.ofSeconds(10))
    }

    def cleanupSpec() {
        session?.close()
        client.stop()
    }

    Map ssh(String command, String input = '') {
        def out = new ByteArrayOutputStream()
        def err = new ByteArrayOutputStream()
        def channel = session.createExecChannel(command)
        channel.in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))
        channel.out = out
        channel.err = err
        channel.open().verify(Duration.ofSeconds(10))
        def ended = channel.waitFor([ClientChannelEvent.CLOSED], Duration.ofSeconds(60))
        assert ended.contains(ClientChannelEvent.CLOSED)
        [code: channel.exitStatus, out: out.toString('UTF-8'), err: err.toString('UTF-8')]
    }

    def "a command is a real process: its output, its exit code, its input"() {
        expect:
        ssh('echo out; echo err >&2; exit 7') == [code: 7, out: 'out\n', err: 'err\n']
        ssh('sh -s', 'read_me=42\necho $read_me\n').out == '42\n'
        ssh('tr a-z A-Z', 'größe'.repeat(10_000)).out.length() == 50_000
        ssh('command -v pg_ctl').out.trim() == lab.folder().resolve('bin/pg_ctl').toString()
    }

    def "another key is rejected"() {
        given:
        def stranger = client.connect('postgres', lab.address, ErpgoPort.SSH.number()).verify(Duration.ofSeconds(10)).session
        stranger.keyIdentityProvider = { context -> [] }

        when:
        stranger.auth().verify(Duration.ofSeconds(10))

        then:
        thrown(IOException)

        cleanup:
        stranger.close()
    }

    def "damaged rows are restored by a recovery to the time before"() {
        given: 'the last good moment, as recorded'
        def reported = lab.run('break', 'corrupt-rows')
        assert reported.code == 0: reported.err
        def at = (reported.out =~ /the last good time is (\S+)/)[0][1]
        def good = lab.folder().resolve('db1/backups/integrity').toFile().listFiles()
            .collect { new JsonSlurper().parse(it) }.find { it.at == at }

        expect: 'the lab may have recorded a later time since'
        good != null
        violations() > 300

        when: 'the application is stopped, a base backup put in place and recovered'
        scale(0)
        def recovered = ssh('sh -es', """
            pg_basebackup -D backups/emergency -c fast -X none
            pg_ctl -m fast -w stop
            mv data data.before
            base=\$(ls backups/base | awk -v moment=$good.at '\$0 < moment' | tail -n 1)
            cp -a backups/base/\$base data
            cp -a data.before/pg_wal/. data/pg_wal/
            echo "recovery_target_time = '${good.at.replace('Z', '+00')}'" >> data/postgresql.auto.conf
            echo "recovery_target_action = 'promote'" >> data/postgresql.auto.conf
            touch data/recovery.signal
            pg_ctl -l postgresql.log -w start
            """.stripIndent())

        then:
        recovered.code == 0
        awaitPromotion()

        and:
        lab.rows('select * from table_checksums order by table_name').collectEntries {
            [it.table_name, [rows: it.row_count as int, checksum: it.checksum]]
        } == good.tables
        violations() == 0

        and: 'the lab reports no fault any more'
        lab.get(ErpgoPort.LAB, '/lab/status').json.broken == []

        and: 'the emergency backup is complete'
        lab.folder().resolve('db1/backups/emergency/backup_label').toFile().exists()

        when:
        scale(3)

        then: 'the application continues to work with it'
        lab.get(ErpgoPort.API, '/health/orders').json.rows >= good.tables.orders.rows

        cleanup:
        lab.run('mend', 'corrupt-rows')
    }

    private void scale(int replicas) {
        def kubectl = lab.folder().resolve('bin/kubectl').toString()
        lab.program(kubectl, 'scale', 'deployment', 'erpgo-api-blue', 'erpgo-api-green', "--replicas=$replicas")
        for (version in ['blue', 'green']) {
            lab.program(kubectl, 'rollout', 'status', "deployment/erpgo-api-$version", '--timeout=20s')
        }
    }

    private long violations() {
        lab.rows('select count(*) as n from integrity_violations')[0].n
    }

    private boolean awaitPromotion() {
        def end = System.nanoTime() + Duration.ofSeconds(20).toNanos()
        while (System.nanoTime() < end) {
            if (!lab.rows('select pg_is_in_recovery() as recovering')[0].recovering) {
                return true
            }
            LockSupport.parkNanos(5_000_000)
        }
        false
    }

    def "a stuck transaction blocks orders until the runbooks' user ends its session"() {
        when:
        int session = (lab.run('break', 'stuck-transaction').out =~ /session (\d+) holds/)[0][1] as int

        then:
        lab.rows("select application_name, state from pg_stat_activity where pid = $session") ==
                [[application_name: 'price import', state: 'idle in transaction']]
        lab.get(ErpgoPort.LAB, '/lab/status').json.broken == ['stuck-transaction']

        when:
        lab.rows("select pg_terminate_backend($session)")

        then:
        lab.get(ErpgoPort.LAB, '/lab/status').json.broken == []
        violations() == 0
    }

    def "a crashed server is down for the API until it is repaired"() {
        when:
        lab.run('break', 'corrupt-rows', 'db-down')

        then:
        lab.get(ErpgoPort.API, '/health').status == 503
        lab.get(ErpgoPort.LAB, '/lab/status').json.broken == ['db-down', 'corrupt-rows']

        when: 'every fault is repaired at once'
        def mended = lab.run('mend')

        then:
        mended.out == 'db-down: mended\ncorrupt-rows: mended\n'
        lab.get(ErpgoPort.API, '/health').status == 200
        violations() == 0
    }
}
