package dev.runbook.lab

import dev.runbook.lab.erpgo.ErpgoPort
import dev.runbook.crash.RealEngine
import dev.runbook.lab.kubectl.Kubectl
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** Drills of ERPGo's runbooks from the command line, in a broken lab. */
@Thorough('drills against the lab')
@Requires(value = { Boolean.getBoolean('runbook.drills.all') }, reason = 'minutes of drills; -Drunbook.drills.all=true')
class ErpgoDrillSpec extends Specification {
    @Shared
    SharedLab lab = SharedLab.get()

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
        SharedLab.stop('erpgo')
    }

    private asAtTheStart() {
        lab.run('mend')
        kubectl('patch', 'service', 'erpgo-api', '-p', '{"metadata":{"annotations":{"traffic-weight":"0"}},"spec":{"selector":{"version":"green"}}}')
        kubectl('scale', 'deployment', 'erpgo-api-blue', 'erpgo-api-green', '--replicas=3')
        kubectl('rollout', 'status', 'deployment/erpgo-api-green', '--timeout=20s')
    }

    /** The stand-in of the lab, in this process. */
    private void kubectl(String... words) {
        def nowhere = new PrintStream(OutputStream.nullOutputStream())
        assert Kubectl.run(words as List, [KUBECONFIG: lab.folder().resolve('kubeconfig').toString()], nowhere, nowhere) == 0
    }

    private Map drill(String runbook, String... parameters) {
        def process = RealEngine.get().start(runs, ["-Drunbook.repository=$Machine.repository"],
                ['drill', runbook, '-e', 'lab', *(parameters.any { it.startsWith('reason=') } ? [] : ['-p', 'reason=spec']), *parameters],
                out: folder.resolve('out').toString(), variables: [RUNBOOK_LAB_HOME: lab.home.toString()])
        assert process.waitFor(3, TimeUnit.MINUTES)
        [code: process.exitValue(), out: folder.resolve('out').toFile().text]
    }

    def "a failing release is rolled back within the RTO"() {
        given:
        lab.run('break', 'green-fails')

        when:
        def drilled = drill('erpgo/immediate-rollback', '-p', 'version=v2.3.9')

        then:
        drilled.code == 0
        drilled.out =~ /RTO 5m +met/
        drilled.out =~ /RPO 1m +met/

        and:
        lab.get(ErpgoPort.API, '/health').json.deployment == 'blue'
        lab.get(ErpgoPort.PODS_GREEN, '/health').status == 0
        lab.get(ErpgoPort.WEBHOOKS, '/everyone').json*.body*.text.any { it.startsWith('[DRILL] ERPGo production rollback completed') }
        lab.get(ErpgoPort.WEBHOOKS, '/sms').json*.body.any { it.contains('Body=%5BDRILL%5D+CRITICAL%3A+ERPGo+rollback+in+progress') }
        def mails = lab.folder().resolve('mail/stakeholders@erpgo.com').toFile().listFiles().sort()*.text
        mails*.readLines()*.find { it.startsWith('Subject: ') } == ['Subject: [DRILL] CRITICAL: ERPGo production rollback initiated', 'Subject: [DRILL] ERPGo production rollback completed']
        mails.every { it.contains('Status page: https://status.erpgo.com') }
    }

    def "traffic is shifted away from a slow release, a share at a time"() {
        given:
        lab.run('break', 'green-slow')

        when:
        def drilled = drill('erpgo/planned-rollback', '--clock', '20x')

        then:
        drilled.code == 0
        drilled.out =~ /RTO 30m +met/
        (10..100).step(10).every { drilled.out.contains("✓ Blue is stable with $it percent") }

        and:
        lab.get(ErpgoPort.API, '/health').json.deployment == 'blue'
        lab.get(ErpgoPort.PODS_GREEN, '/health').status == 0
    }

    def "all damaged rows are restored"() {
        given:
        lab.run('break', 'corrupt-rows')

        when:
        def drilled = drill('erpgo/database-pitr')

        then:
        drilled.code == 0
        drilled.out =~ /RTO 15m +met/
        drilled.out =~ /RPO 5m +met/
        ['orders', 'stock', 'users'].every { drilled.out.contains("✓ Every row of $it is as it was") }

        and:
        lab.get(ErpgoPort.LAB, '/lab/status').json.broken == []
        lab.get(ErpgoPort.API, '/health').status == 200
    }

    def "without a base backup nothing is changed, and the drill reports why it failed"() {
        given:
        lab.run('break', 'corrupt-rows', 'backup-lost')

        when:
        def drilled = drill('erpgo/database-pitr')

        then:
        drilled.code == 1
        drilled.out.contains('no base backup had ended before')
        drilled.out =~ /RTO 15m +missed/
        lab.get(ErpgoPort.API, '/health').status == 200
    }

    @Requires(value = { Machine.has('git') }, reason = 'needs git')
    def "the configuration of the commit before a mistake is applied again, in both deployments"() {
        given:
        lab.run('break', 'bad-config')
        kubectl('rollout', 'status', 'deployment/erpgo-api-green', '--timeout=20s')

        expect:
        lab.get(ErpgoPort.API, '/health').status == 500

        when:
        def drilled = drill('erpgo/configuration-rollback', '-p', "reason=the price list is 'lost'")

        then:
        drilled.code == 0
        drilled.out =~ /RTO 2m +met/

        and:
        [ErpgoPort.API, ErpgoPort.API_BLUE, ErpgoPort.API_GREEN].every { lab.get(it, '/health').status == 200 }
        lab.get(ErpgoPort.LAB, '/lab/status').json.broken == []
    }

    def "a stuck transaction is ended, and no session without one"() {
        given:
        def session = (lab.run('break', 'stuck-transaction').out =~ /session (\d+) holds/)[0][1]

        expect:
        drill('erpgo/transaction-rollback', '-p', "session=$session").code == 0
        drill('erpgo/transaction-rollback', '-p', "session=$session").code == 1
        lab.get(ErpgoPort.LAB, '/lab/status').json.broken == []
    }
}
