package dev.runbook.lab.metrics

import spock.lang.Specification

import java.time.Instant

/** The part of PromQL that the labs' monitoring understands. */
class PromQlSpec extends Specification {
    static final Instant START = Instant.parse('2026-03-31T14:00:00Z')

    def history = new SampleHistory()
    def metrics = new Metrics()

    def setup() {
        (0..60).each { second ->
            metrics.add('requests', [backend: 'a', status: '200'], second == 0 ? 0 : 9)
            metrics.add('requests', [backend: 'a', status: '500'], second == 0 ? 0 : 1)
            metrics.add('requests', [backend: 'b', status: '200'], second == 0 ? 0 : 10)
            metrics.observe('seconds', [backend: 'a'], 80_000_000L)
            metrics.observe('seconds', [backend: 'a'], 400_000_000L)
            metrics.gauge('up', [part: 'x'], { 1 })
            metrics.gauge('up', [part: 'y'], { 0 })
            metrics.gauge('last_sync', [:], { START.epochSecond })
            history.add(START.plusSeconds(second), metrics.samples())
        }
    }

    def '#query is #value'() {
        expect:
        values(query) == [value]

        where:
        query                                                                       || value
        '2 + 3 * (4 - 1)'                                                           || 11
        'sum(requests)'                                                             || 1200
        'sum(requests{backend="a"})'                                                || 600
        'sum(requests{status=~"5..", backend!="b"})'                                || 60
        "sum(requests{status!~'5..'})"                                              || 1140
        'sum(rate(requests{status=~"5.."}[30s])) / sum(rate(requests[30s]))'        || 0.05
        'sum by (backend) (increase(requests{backend="b"}[10s]))'                   || 90
        'sum(increase(requests{backend="b"}[10s])) by (backend)'                    || 90
        'max(up)'                                                                   || 1
        'min(up)'                                                                   || 0
        '1 - avg(up)'                                                               || 0.5
        'max(time() - last_sync)'                                                   || 60
        'histogram_quantile(0.5, sum by (le) (rate(seconds_bucket[1m])))'           || 0.1
        'histogram_quantile(0.75, sum by (le) (rate(seconds_bucket[1m])))'          || 0.375
    }

    def 'what is not there has no value: #query'() {
        expect:
        values(query) == []

        where:
        query << ['missing', 'sum(missing)', 'rate(missing[1m])', 'sum(missing) / sum(requests)', 'requests{backend="c"}']
    }

    def 'a division by nothing is NaN, as in Prometheus'() {
        expect:
        values('0 / sum(up{part="y"})')[0].isNaN()
    }

    def 'a mistake names its place: #query'() {
        when:
        PromQl.parse(query)

        then:
        def mistake = thrown(IllegalArgumentException)
        mistake.message.contains(message)

        where:
        query               || message
        'sum(requests'      || "expected ) instead of ''"
        'rate(requests)'    || 'expected window'
        'sum(requests) §'   || 'not understood here: §'
        'requests{a~"b"}'   || 'not understood here: ~'
        'sum(a) b'          || "expected end instead of 'b'"
    }

    private List<Double> values(String query) {
        PromQl.parse(query).at(history, START.plusSeconds(60))*.value().collect { it.round(6) }
    }
}
