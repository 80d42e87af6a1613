package dev.runbook.action.prometheus

import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.HostileValues
import dev.runbook.action.Output
import dev.runbook.value.ByteSize
import dev.runbook.value.Result
import dev.runbook.value.Template
import mockwebserver3.MockResponse
import mockwebserver3.MockWebServer
import spock.lang.AutoCleanup
import spock.lang.Specification

import java.time.Duration
import java.time.Instant

import static dev.runbook.action.prometheus.PromQlPlace.BACKTICKS
import static dev.runbook.action.prometheus.PromQlPlace.COMMENT
import static dev.runbook.action.prometheus.PromQlPlace.DOUBLE_QUOTES
import static dev.runbook.action.prometheus.PromQlPlace.NUMBER
import static dev.runbook.action.prometheus.PromQlPlace.PART_OF_NAME
import static dev.runbook.action.prometheus.PromQlPlace.SINGLE_QUOTES

class PrometheusActionSpec extends Specification {
    @AutoCleanup
    Attempts attempts = new Attempts()

    @AutoCleanup
    MockWebServer server = new MockWebServer()

    def setup() {
        server.start()
        attempts.services = [monitoring: "http://127.0.0.1:$server.port/prom/".toString()]
    }

    def 'the number of a #type, #result, is #value'() {
        given:
        answer(200, """{"status": "success", "data": {"resultType": "$type", "result": $result}}""")

        when:
        def outcome = ask('up')

        then:
        outcome.result() == Result.OK
        outcome.values().value == value
        outcome.cause() == ''

        where:
        type     | result                                                        || value
        'scalar' | '[1700000000.781, "0.25"]'                                    || 0.25
        'vector' | '[{"metric": {}, "value": [1700000000, "12"]}]'               || 12
        'vector' | '[{"metric": {}, "value": [1700000000, "1e-05"]}]'            || 0.00001
        'vector' | '[{"metric": {}, "value": [1700000000, "+Inf"]}]'             || Double.POSITIVE_INFINITY
        'vector' | '[{"metric": {}, "value": [1700000000, "-Inf"]}]'             || Double.NEGATIVE_INFINITY
    }

    def 'a result that is not one number is reported: #cause'() {
        given:
        answer(200, """{"status": "success", "data": {"resultType": "$type", "result": $result}}""")

        when:
        def outcome = ask('up')

        then: 'and no condition on the number can hold'
        outcome.result() == Result.FAILED
        outcome.cause() == cause
        !outcome.answered() || Double.isNaN(outcome.values().value as double)

        where:
        type     | result                                            || cause
        'vector' | '[]'                                              || 'no data'
        'scalar' | '[1700000000, "NaN"]'                             || 'no data'
        'vector' | '[{"metric": {}, "value": [1, "NaN"]}]'           || 'no data'
        'vector' | '[{"metric": {}, "value": [1, "1"]}, {"metric": {}, "value": [1, "2"]}]' || 'the query returns 2 series, not one number: wrap it in sum(…) or max(…), or select one by its labels'
        'vector' | '[{"metric": {}, "histogram": [1, {"count": "1"}]}]' || 'the query returns a histogram, not a number: wrap it in histogram_quantile(…)'
        'vector' | '[{"metric": {}}]'                                || 'the response contains a series without a value'
        'vector' | '{}'                                              || 'the response has no result'
        'matrix' | '[{"metric": {}, "values": [[1, "1"]]}]'          || 'the query returns a matrix, not one number: wrap it in a function such as max_over_time(…)'
        'matrix' | '[]'                                              || 'no data'
        'string' | '[1, "a"]'                                        || 'the query returns a string, not one number'
    }

    def 'each series of a vector is identified by its labels'() {
        given:
        answer(200, '''{"status": "success", "data": {"resultType": "vector", "result": [
            {"metric": {"__name__": "up", "instance": "a:1"}, "value": [1700000000, "1"]},
            {"metric": {"__name__": "up", "instance": "b:1"}, "value": [1700000000, "0"]}]}}''')

        when:
        def outcome = ask('up')

        then:
        outcome.answered()
        outcome.values().series == [[labels: [__name__: 'up', instance: 'a:1'], value: 1], [labels: [__name__: 'up', instance: 'b:1'], value: 0]]
    }

    def 'a range provides its last, lowest and highest value'() {
        given:
        answer(200, matrix('[[1700000000, "3"], [1700000015, "7"], [1700000030, "5"]]'))

        when:
        def outcome = askRange(Duration.ofSeconds(30), Duration.ofSeconds(15))

        then:
        outcome.result() == Result.OK
        outcome.values().subMap('value', 'lowest', 'highest') == [value: 5, lowest: 3, highest: 7]
        outcome.values().series == [[labels: [job: 'api'], value: 5, lowest: 3, highest: 7, values: [3, 7, 5]]]

        and:
        def url = server.takeRequest().url
        url.encodedPath() == '/prom/api/v1/query_range'
        url.queryParameter('step') == '15.000'
        Duration.between(Instant.parse(url.queryParameter('start')), Instant.parse(url.queryParameter('end'))) == Duration.ofSeconds(30)
        url.queryParameter('timeout') ==~ /\d+ms/
    }

    def 'a range with a gap never satisfies a condition: #values'() {
        given:
        answer(200, matrix(values))

        when:
        def outcome = askRange(Duration.ofSeconds(30), Duration.ofSeconds(15))

        then:
        outcome.result() == Result.FAILED
        outcome.cause() == "no data at $missing of 3 points in time; data from 2023-11-14T22:13:20Z to $to"
        ['value', 'lowest', 'highest'].every { Double.isNaN(outcome.values()[it] as double) }

        where:
        values                                                         || missing | to
        '[[1700000000, "3"], [1700000015, "7"]]'                       || 1       | '2023-11-14T22:13:35Z'
        '[[1700000000, "3"], [1700000015, "NaN"], [1700000030, "5"]]'  || 1       | '2023-11-14T22:13:50Z'
        '[[1700000000, "3"]]'                                          || 2       | '2023-11-14T22:13:20Z'
    }

    def 'a range without series is reported as no data'() {
        given:
        answer(200, '{"status": "success", "data": {"resultType": "matrix", "result": []}}')

        when:
        def outcome = askRange(Duration.ofMinutes(1), Duration.ofSeconds(1))

        then:
        outcome.result() == Result.FAILED
        outcome.cause() == 'no data'
        outcome.values() == [value: Double.NaN, lowest: Double.NaN, highest: Double.NaN, series: Double.NaN]
    }

    def 'status #status with errorType #type is reported with Prometheus\' message'() {
        given:
        answer(status, """{"status": "error", "errorType": "$type", "error": "$error"}""")

        when:
        def outcome = ask('up{')

        then:
        outcome.result() == Result.FAILED
        !outcome.answered()
        outcome.cause() == cause

        where:
        status | type          | error                                              || cause
        400    | 'bad_data'    | '1:3: parse error: unexpected end of input'        || 'Prometheus rejected the query: 1:3: parse error: unexpected end of input'
        422    | 'execution'   | 'query processing would load too many samples'     || 'the query failed: query processing would load too many samples'
        503    | 'timeout'     | 'query timed out in expression evaluation'         || 'Prometheus aborted the query: query timed out in expression evaluation'
        503    | 'canceled'    | 'query was canceled'                               || 'Prometheus aborted the query: query was canceled'
        500    | 'internal'    | 'chunk missing'                                    || 'Prometheus is unavailable: chunk missing'
    }

    def 'a Prometheus that is not ready is reported'() {
        given:
        answer(503, 'Service Unavailable')

        when:
        def outcome = ask('up')

        then:
        !outcome.answered()
        outcome.cause() == 'status 503 Server Error: Service Unavailable'
    }

    def 'a response that may be incomplete fails unless it is accepted explicitly'() {
        given:
        2.times {
            answer(200, '''{"status": "success", "warnings": ["remote read failed"], "data": {"resultType": "scalar", "result": [1, "0"]}}''')
        }

        when:
        def refused = ask('errors')

        then:
        refused.result() == Result.FAILED
        !refused.answered()
        refused.cause() == 'the response may be incomplete: remote read failed (partial: true accepts it)'
        attempts.output.text(Output.Stream.NOTE).contains('warning of Prometheus: remote read failed')

        when:
        def taken = attempts.perform(new PrometheusSpec(Template.of('errors'), 'monitoring', Optional.empty(), true))

        then:
        taken.result() == Result.OK
        taken.values().value == 0
    }

    def 'a response that exceeds the limit is reported'() {
        given:
        attempts.keep = Optional.of(ByteSize.ofKilobytes(1))
        answer(200, '{"status": "success", "data": "' + 'x' * 1500 + '"}')

        expect:
        ask('up').cause().matches(/the answer has 1.5 kB, and only 1 kB .*: ask for less, or write 'keep 1.megabyte', or wrap the query in sum\(…\) or max\(…\)/)
    }

    def 'over #over every #every is rejected before the query: #problem'() {
        expect:
        PrometheusSpec.Range.of(over, Optional.ofNullable(every)).problem().orElse('') == problem

        where:
        over                    | every                   || problem
        Duration.ofMinutes(10)  | null                    || ''
        Duration.ofSeconds(5)   | null                    || ''
        Duration.ofHours(24)    | Duration.ofSeconds(1)   || 'over: 24h, every: 1s is more than the 11,000 points that Prometheus returns'
        Duration.ofSeconds(5)   | Duration.ofSeconds(10)  || 'over: 5s, every: 10s holds no number'
    }

    def 'a server that is not Prometheus is reported'() {
        given:
        answer(200, '<html>login</html>')

        expect:
        ask('up').cause() == "the response is not from Prometheus"
    }

    def 'values are inserted in quotes as labels, and as numbers'() {
        given:
        answer(200, '{"status": "success", "data": {"resultType": "scalar", "result": [1, "1"]}}')

        when:
        ask('rate(errors{job="', 'a"b\\', "\", path='", "it's", "'}[", Duration.ofMinutes(5), ']) > ', '0.5', ' and x < ', 3, '')

        then:
        def url = server.takeRequest().url
        url.encodedPath() == '/prom/api/v1/query'
        url.queryParameter('query') == 'rate(errors{job="a\\"b\\\\", path=\'it\\\'s\'}[300000ms]) > 0.5 and x < 3'
    }

    def 'text in place of a number is rejected'() {
        when:
        ask('up > ', '1 or vector(1)', '')

        then:
        def refusal = thrown(AuthorException)
        refusal.message == "'1 or vector(1)' is not a number: put the value in quotes if it is a label's"
    }

    def 'in #parts the values are in #places'() {
        expect:
        PromQlText.of(parts).gaps() == places

        where:
        parts                                 | places
        ['up{job="', '"} > ', '']             | [DOUBLE_QUOTES, NUMBER]
        ["up{job='\\'", "', x=`", '`}']       | [SINGLE_QUOTES, BACKTICKS]
        ['rate(x[', 'm]) # ', '\n > ', '']    | [NUMBER, COMMENT, NUMBER]
        ['http_', '_total', ' > 1']           | [PART_OF_NAME, PART_OF_NAME]
    }

    def 'hostile values remain labels'() {
        expect:
        HostileValues.ALL.each { value ->
            answer(200, '{"status": "success", "data": {"resultType": "scalar", "result": [1, "1"]}}')
            ask('up{job="', value, '"}')
            def query = server.takeRequest().url.queryParameter('query')
            assert query.startsWith('up{job="') && query.endsWith('"}')
            def label = query[8..<-2]
            assert !(label.replaceAll(/\\(x..|.)/, '') =~ /["\n\\]/)
        }
    }

    private void answer(int status, String body) {
        server.enqueue(new MockResponse.Builder().code(status).body(body).build())
    }

    private static String matrix(String values) {
        """{"status": "success", "data": {"resultType": "matrix", "result": [{"metric": {"job": "api"}, "values": $values}]}}"""
    }

    private askRange(Duration over, Duration every) {
        attempts.perform(new PrometheusSpec(Template.of('up'), 'monitoring', Optional.of(new PrometheusSpec.Range(over, every)), false))
    }

    private ask(Object... pieces) {
        def parts = pieces.toList().indexed().findAll { it.key % 2 == 0 }.values()*.toString()
        def values = pieces.toList().indexed().findAll { it.key % 2 == 1 }.values().toList()
        attempts.perform(new PrometheusSpec(new Template(parts, values), 'monitoring', Optional.empty(), false))
    }
}
