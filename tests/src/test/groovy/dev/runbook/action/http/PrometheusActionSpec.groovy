package dev.runbook.action.http

import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.HostileValues
import dev.runbook.value.Result
import dev.runbook.value.Template
import mockwebserver3.MockResponse
import mockwebserver3.MockWebServer
import spock.lang.AutoCleanup
import spock.lang.Specification

import java.time.Duration

import static dev.runbook.action.http.PromQlText.Place.BACKTICKS
import static dev.runbook.action.http.PromQlText.Place.COMMENT
import static dev.runbook.action.http.PromQlText.Place.DOUBLE_QUOTES
import static dev.runbook.action.http.PromQlText.Place.NUMBER
import static dev.runbook.action.http.PromQlText.Place.PART_OF_NAME
import static dev.runbook.action.http.PromQlText.Place.SINGLE_QUOTES

class PrometheusActionSpec extends Specification {
    @AutoCleanup
    Attempts attempts = new Attempts()

    @AutoCleanup
    MockWebServer server = new MockWebServer()

    def setup() {
        server.start()
        attempts.services = [monitoring: "http://127.0.0.1:$server.port/prom/".toString()]
    }

    def 'the number of #type is #value'() {
        given:
        answer(200, """{"status": "success", "data": {"resultType": "$type", "result": $result}}""")

        when:
        def outcome = ask('up')

        then:
        outcome.result() == (cause ? Result.FAILED : Result.OK)
        outcome.values() == (value == null ? [:] : [value: value])
        outcome.cause() == cause
        outcome.answered() == (value != null)

        where:
        type     | result                                                        || value      | cause
        'scalar' | '[1700000000, "0.25"]'                                        || 0.25       | ''
        'vector' | '[{"metric": {}, "value": [1700000000, "12"]}]'               || 12         | ''
        'vector' | '[{"metric": {}, "value": [1700000000, "+Inf"]}]'             || Double.POSITIVE_INFINITY | ''
        'vector' | '[]'                                                          || Double.NaN | 'no data'
        'scalar' | '[1700000000, "NaN"]'                                         || Double.NaN | 'no data'
        'vector' | '[{"metric": {}, "value": [1, "1"]}, {"metric": {}, "value": [1, "2"]}]' || null | 'the query gives 2 series, not one number: put sum(…) or max(…) around it, or name one by its labels'
        'matrix' | '[]'                                                          || null       | 'the query gives a matrix, not one number'
        'string' | '[1, "a"]'                                                    || null       | 'the query gives a string, not one number'
    }

    def 'a bad query is told in the words of Prometheus'() {
        given:
        answer(400, '{"status": "error", "errorType": "bad_data", "error": "1:3: parse error: unexpected end of input"}')

        when:
        def outcome = ask('up{')

        then:
        outcome.result() == Result.FAILED
        !outcome.answered()
        outcome.cause() == 'the query was refused: 1:3: parse error: unexpected end of input'
    }

    def 'what is no Prometheus is told'() {
        given:
        answer(200, '<html>login</html>')

        expect:
        ask('up').cause() == "the answer is not Prometheus'"
    }

    def 'values stand in quotes as labels, and as numbers'() {
        given:
        answer(200, '{"status": "success", "data": {"resultType": "scalar", "result": [1, "1"]}}')

        when:
        ask('rate(errors{job="', 'a"b\\', "\", path='", "it's", "'}[", Duration.ofMinutes(5), ']) > ', '0.5', ' and x < ', 3, '')

        then:
        def url = server.takeRequest().url
        url.encodedPath() == '/prom/api/v1/query'
        url.queryParameter('query') == 'rate(errors{job="a\\"b\\\\", path=\'it\\\'s\'}[300000ms]) > 0.5 and x < 3'
    }

    def 'text where a number belongs is refused'() {
        when:
        ask('up > ', '1 or vector(1)', '')

        then:
        def refusal = thrown(AuthorException)
        refusal.message == "'1 or vector(1)' is no number: put quotes around the value if it is a label's"
    }

    def 'in #parts the values stand in #places'() {
        expect:
        PromQlText.of(parts).gaps() == places

        where:
        parts                                 | places
        ['up{job="', '"} > ', '']             | [DOUBLE_QUOTES, NUMBER]
        ["up{job='\\'", "', x=`", '`}']       | [SINGLE_QUOTES, BACKTICKS]
        ['rate(x[', 'm]) # ', '\n > ', '']    | [NUMBER, COMMENT, NUMBER]
        ['http_', '_total', ' > 1']           | [PART_OF_NAME, PART_OF_NAME]
    }

    def 'hostile values stay labels'() {
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

    private ask(Object... pieces) {
        def parts = pieces.toList().indexed().findAll { it.key % 2 == 0 }.values()*.toString()
        def values = pieces.toList().indexed().findAll { it.key % 2 == 1 }.values().toList()
        attempts.perform(new PrometheusSpec(new Template(parts, values), 'monitoring'))
    }
}
