package dev.runbook.action.http

import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.HostileValues
import dev.runbook.value.JsonReader
import dev.runbook.value.Template
import mockwebserver3.Dispatcher
import mockwebserver3.MockResponse
import mockwebserver3.MockWebServer
import mockwebserver3.RecordedRequest
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** Each hostile value in each place of a request: it arrives byte for byte, or is refused in one line. */
class HttpValuesSpec extends Specification {
    @Shared
    @AutoCleanup
    Attempts attempts = new Attempts()

    @Shared
    @AutoCleanup
    MockWebServer server = new MockWebServer()

    def setupSpec() {
        server.dispatcher = new Dispatcher() {
            @Override
            MockResponse dispatch(RecordedRequest request) {
                new MockResponse.Builder().code(200).build()
            }
        }
        server.start()
    }

    def 'a segment of the path'() {
        expect:
        HostileValues.ALL.each { value ->
            if (value in ['', '.', '..']) {
                assert refused { send('/a/', value, '/b') }
            } else {
                assert send('/a/', value, '/b').url.pathSegments() == ['a', value, 'b']
            }
        }
    }

    def 'a value of the query'() {
        expect:
        HostileValues.ALL.each { value ->
            def url = send('/a?first=', value, '&last=1').url
            assert url.queryParameterNames() == ['first', 'last'] as Set
            assert url.queryParameter('first') == value
        }
    }

    def 'a header'() {
        expect:
        HostileValues.ALL.each { value ->
            if (value =~ /[\x00-\x08\x0a-\x1f]/) {
                assert refused { send(['X-Value': value]) }
            } else {
                assert send(['X-Value': "[$value]".toString()]).headers['X-Value'] == "[$value]"
            }
        }
    }

    def 'a JSON document, as a value and as a name'() {
        expect:
        HostileValues.ALL.each { value ->
            def sent = send(new HttpBody.Json([a: [value], (value.take(1_000)): 1])).body.utf8()
            assert JsonReader.read(sent).get() == [a: [value], (value.take(1_000)): 1]
        }
    }

    def 'a field of a form'() {
        expect:
        HostileValues.ALL.each { value ->
            def sent = send(new HttpBody.Form([first: value, last: '1'])).body.utf8()
            assert sent.split('&').collect { it.split('=', 2).collect { URLDecoder.decode(it, 'UTF-8') } } == [['first', value], ['last', '1']]
        }
    }

    def 'a text body'() {
        expect:
        HostileValues.ALL.each { value ->
            assert send(new HttpBody.Text(new Template(['<', '>'], [value]), 'text/plain; charset=utf-8')).body.utf8() == "<$value>"
        }
    }

    private static boolean refused(Closure<?> action) {
        try {
            action()
            return false
        } catch (AuthorException refusal) {
            return refusal.message.readLines().size() == 1
        }
    }

    private send(String before, String value, String after) {
        send(new HttpSpec(HttpMethod.GET, new Template(['', before, after], [base(), value]), [:], Optional.empty(), Optional.empty(), false))
    }

    private send(Map<String, String> headers) {
        send(new HttpSpec(HttpMethod.GET, new Template(['', '/'], [base()]),
                headers.collectEntries { [it.key, new Template(['', ''], [it.value])] }, Optional.empty(), Optional.empty(), false))
    }

    private send(HttpBody body) {
        send(new HttpSpec(HttpMethod.POST, new Template(['', '/'], [base()]), [:], Optional.empty(), Optional.of(body), false))
    }

    private send(HttpSpec spec) {
        def outcome = attempts.perform(spec)
        assert outcome.cause() == ''
        server.takeRequest()
    }

    private String base() {
        "http://127.0.0.1:$server.port"
    }
}
