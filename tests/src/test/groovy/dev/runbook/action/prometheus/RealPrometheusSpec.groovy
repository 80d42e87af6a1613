package dev.runbook.action.prometheus

import dev.runbook.action.Attempts
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import dev.runbook.value.Result
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport

/** Against Debian's own Prometheus, which scrapes itself; skipped where it is not installed. */
@Thorough('a real server')
@Requires(value = { Machine.has('prometheus') }, reason = 'needs prometheus')
class RealPrometheusSpec extends Specification {
    @Shared
    @TempDir
    Path folder

    @Shared
    Process prometheus

    @Shared
    int port

    @AutoCleanup
    Attempts attempts = new Attempts()

    def setupSpec() {
        port = new ServerSocket(0, 1, InetAddress.loopbackAddress).withCloseable { it.localPort }
        Files.writeString(folder.resolve('prometheus.yml'), """\
            global: { scrape_interval: 100ms, scrape_timeout: 100ms }
            scrape_configs: [{ job_name: self, static_configs: [{ targets: ['127.0.0.1:$port'] }] }]
            """.stripIndent())
        prometheus = new ProcessBuilder('prometheus', "--config.file=$folder/prometheus.yml", "--storage.tsdb.path=$folder/data",
                "--web.listen-address=127.0.0.1:$port").redirectErrorStream(true).redirectOutput(folder.resolve('log').toFile()).start()
        until { ask('up{job="self"}').values().value == 1 }
    }

    def cleanupSpec() {
        prometheus?.destroy()
        prometheus?.waitFor(20, TimeUnit.SECONDS)
    }

    def '#query is #value'() {
        when:
        def outcome = ask(query)

        then:
        outcome.result() == (cause ? Result.FAILED : Result.OK)
        outcome.values().value == value || (value == null && (!outcome.answered() || Double.isNaN(outcome.values().value as double)))
        outcome.cause() ==~ cause

        where:
        query                                  || value                    | cause
        'scalar(vector(0.25))'                 || 0.25                     | ''
        'sum(up)'                              || 1                        | ''
        'vector(1) / 0'                        || Double.POSITIVE_INFINITY | ''
        'vector(0) / 0'                        || null                     | 'no data'
        'no_such_metric'                       || null                     | 'no data'
        'prometheus_http_requests_total or up' || null                     | /the query returns \d+ series, not one number: .*/
        'up[1m]'                               || null                     | /the query returns a matrix, not one number: .*/
        '"text"'                               || null                     | 'the query returns a string, not one number'
        'up{'                                  || null                     | /Prometheus rejected the query: .*parse error.*/
        'nothing(up)'                          || null                     | /Prometheus rejected the query: .*unknown function.*/
        'label_replace(up, "a", "b", "c", "(")' || null                    | /the query (failed|was refused): .*regular expression.*/
    }

    def 'hostile values remain labels in Prometheus'() {
        expect:
        [/it's/, 'a"b', 'a\\b', 'a\nb', '"} or vector(1) or up{job="', 'ä', '\u007f', '{{', '`'].each { value ->
            def outcome = labelled(value)
            assert outcome.cause() == 'no data'
        }
    }

    def 'a range has a lowest and a highest value, and a gap at its start'() {
        when:
        until { range('up{job="self"}', Duration.ofSeconds(1), Duration.ofMillis(200)).result() == Result.OK }
        def outcome = range('up{job="self"}', Duration.ofSeconds(1), Duration.ofMillis(200))

        then:
        outcome.values().subMap('value', 'lowest', 'highest') == [value: 1, lowest: 1, highest: 1]
        outcome.values().series[0].labels.job == 'self'

        when:
        def before = range('up{job="self"}', Duration.ofHours(1), Duration.ofMinutes(10))

        then:
        before.result() == Result.FAILED
        before.cause() ==~ /no data at \d+ of 7 points in time; .*/
        Double.isNaN(before.values().lowest as double)

        when:
        def bad = range('up{', Duration.ofSeconds(10), Duration.ofSeconds(1))

        then:
        bad.cause() ==~ /Prometheus rejected the query: .*parse error.*/
    }

    private labelled(String value) {
        attempts.services = service()
        attempts.perform(new PrometheusSpec(new Template(['up{job="', '"}'], [value]), 'monitoring', Optional.empty(), false))
    }

    private ask(String query) {
        def asked = new Attempts(services: service())
        asked.withCloseable { it.perform(new PrometheusSpec(Template.of(query), 'monitoring', Optional.empty(), false)) }
    }

    private range(String query, Duration over, Duration every) {
        attempts.services = service()
        attempts.perform(new PrometheusSpec(Template.of(query), 'monitoring', Optional.of(new PrometheusSpec.Range(over, every)), false))
    }

    private Map<String, Object> service() {
        [monitoring: "http://127.0.0.1:$port".toString()]
    }

    /** Prometheus begins to answer, and to know itself, by its own time. */
    private static void until(Closure<Boolean> holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30)
        while (!holds()) {
            assert System.nanoTime() < end
            LockSupport.parkNanos(5_000_000)
        }
    }
}
