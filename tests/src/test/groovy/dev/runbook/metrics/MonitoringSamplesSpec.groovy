package dev.runbook.metrics

import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import groovy.json.JsonSlurper
import org.yaml.snakeyaml.Yaml
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport

/** The rules and the dashboard of the samples use metrics that exist, and a real Prometheus accepts and evaluates them. */
class MonitoringSamplesSpec extends Specification {
    static final Path SAMPLES = new File(Machine.repository, 'samples/monitoring').toPath()

    @TempDir
    Path folder

    def 'every metric of Runbook that a rule, its test or a panel names exists'() {
        given:
        def known = Metric.values()*.names().flatten() as Set
        def named = ['rules.yml', 'rules.test.yml', 'dashboard.json'].collectMany { file ->
            (Files.readString(SAMPLES.resolve(file)) =~ /\brunbook_[a-z_]+/).collect { it as String }
        } as Set

        expect:
        named.size() > 15
        named - known == [] as Set
    }

    def 'every alert has a test in which it fires, and one in which it does not'() {
        given:
        def alerts = new Yaml().load(Files.readString(SAMPLES.resolve('rules.yml'))).groups.collectMany { it.rules }*.alert.findAll()
        def tests = new Yaml().load(Files.readString(SAMPLES.resolve('rules.test.yml'))).tests
        def fires = tests.collectMany { it.alert_rule_test ?: [] }.findAll { it.exp_alerts }*.alertname as Set
        def byExpression = tests.collectMany { it.promql_expr_test ?: [] }*.expr.join(' ')
        def silent = tests.collectMany { it.alert_rule_test ?: [] }.findAll { !it.exp_alerts }*.alertname as Set

        expect:
        alerts.findAll { !(it in fires) && !byExpression.contains("\"$it\"") } == []
        alerts - silent == ['ResponseTimeCritical', 'AuthenticationFailure'] - silent
    }

    @Requires(value = { Machine.has('promtool') }, reason = 'needs prometheus')
    def 'promtool evaluates the rules as their tests say'() {
        expect:
        run('promtool', 'check', 'rules', 'rules.yml') == 0
        run('promtool', 'test', 'rules', 'rules.test.yml') == 0
        run('promtool', 'check', 'config', 'prometheus.yml') == 0
    }

    @Thorough('a real server')
    @Requires(value = { Machine.has('prometheus') }, reason = 'needs prometheus')
    def 'a real Prometheus scrapes the endpoint, loads the rules, fires an alert and accepts every query of the dashboard'() {
        given:
        def points = new Points()
        points.add(Metric.UNFINISHED, 1, 'production', 'erpgo/database-pitr', 'run', 'interrupted')
        points.add(Metric.RUNS, 2, 'production', 'erpgo/database-pitr', 'run', 'succeeded')
        def endpoint = MetricsEndpoint.on(InetSocketAddress.createUnresolved('127.0.0.1', 0), { points }, {})
        def port = new ServerSocket(0, 1, InetAddress.loopbackAddress).withCloseable { it.localPort }
        Files.copy(SAMPLES.resolve('rules.yml'), folder.resolve('rules.yml'))
        Files.writeString(folder.resolve('prometheus.yml'), Files.readString(SAMPLES.resolve('prometheus.yml'))
            .replace('127.0.0.1:9469', "127.0.0.1:${endpoint.port()}").replaceAll(/_interval: 15s/, '_interval: 1s'))
        def prometheus = new ProcessBuilder('prometheus', "--config.file=$folder/prometheus.yml", "--storage.tsdb.path=$folder/data", "--web.listen-address=127.0.0.1:$port")
            .redirectErrorStream(true).redirectOutput(folder.resolve('log').toFile()).start()

        when:
        until { ask(port, 'ALERTS{alertname="RunbookRunInterrupted", alertstate="firing"}').data?.result }
        def firing = ask(port, 'ALERTS{alertname="RunbookRunInterrupted"}').data.result[0].metric
        def queries = new JsonSlurper().parse(SAMPLES.resolve('dashboard.json')).panels*.targets.flatten()*.expr

        then:
        firing.runbook == 'erpgo/database-pitr'
        ask(port, 'runbook_runs_total').data.result*.value*.last() == ['2']
        queries.size() > 15
        queries.each { assert ask(port, it.replace('$environment', '.*').replace('$runbook', '.*')).status == 'success': it }

        cleanup:
        prometheus?.destroy()
        prometheus?.waitFor(20, TimeUnit.SECONDS)
        endpoint?.close()
    }

    private static Map ask(int port, String query) {
        try {
            def connection = new URL("http://127.0.0.1:$port/api/v1/query?query=${URLEncoder.encode(query, 'UTF-8')}").openConnection() as HttpURLConnection
            if (connection.responseCode == 503) {
                return [status: 'not ready']
            }
            new JsonSlurper().parse((connection.responseCode < 400 ? connection.inputStream : connection.errorStream)) as Map
        } catch (IOException notYet) {
            [status: notYet.message]
        }
    }

    private int run(String... command) {
        def process = new ProcessBuilder(command).directory(SAMPLES.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve('out').toFile()).start()
        assert process.waitFor(60, TimeUnit.SECONDS)
        assert process.exitValue() == 0: Files.readString(folder.resolve('out'))
        process.exitValue()
    }

    private static void until(Closure<Boolean> holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
        while (!holds()) {
            assert System.nanoTime() < end
            LockSupport.parkNanos(50_000_000)
        }
    }
}
