package dev.runbook.action.http

import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.HostileValues
import dev.runbook.json.JsonReader
import dev.runbook.value.Template
import mockwebserver3.Dispatcher
import mockwebserver3.MockResponse
import mockwebserver3.MockWebServer
import mockwebserver3.RecordedRequest
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** Each hostile value in each place of a request: it arrives byte for byte, or is refused in one line. */
class HttpValuesSpec extends Specification {
    @Shared
    @AutoCleanup
    Attempts attempts = new Attempts()

    @Shared
    @AutoCleanup
    MockWebServer server = new MockWebServer()

    @TempDir
    Path folder

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

    def 'a part of a multipart form, as its text and as the name of its file'() {
        expect:
        HostileValues.ALL.each { value ->
            def parts = parts(send(new HttpBody.Parts([text('a', value), text('b', 'last')])))
            assert parts.collect { it.content } == [value, 'last']
            assert parts.collect { it.head } == ['Content-Disposition: form-data; name="a"', 'Content-Disposition: form-data; name="b"']
        }

        and: 'what can be the name of a file'
        HostileValues.ALL.findAll { it.bytes.length < 250 && !it.contains('/') && !(it in ['', '.', '..']) }.each { value ->
            Files.writeString(folder.resolve(value), 'content')
            def parts = parts(send(new HttpBody.Parts([new HttpBody.FilePart('f', gap(value), folder, Optional.empty()), text('b', 'last')])))
            def name = value.replace('\n', '%0A').replace('\r', '%0D').replace('"', '%22')
            assert parts[0].head == "Content-Disposition: form-data; name=\"f\"; filename=\"$name\"\r\nContent-Type: application/octet-stream"
            assert parts*.content == ['content', 'last']
        }
    }

    def 'a text body'() {
        expect:
        HostileValues.ALL.each { value ->
            assert send(new HttpBody.Text(new Template(['<', '>'], [value]), 'text/plain; charset=utf-8')).body.utf8() == "<$value>"
        }
    }

    private static HttpBody.TextPart text(String name, String value) {
        new HttpBody.TextPart(name, gap(value), Optional.empty())
    }

    private static Template gap(String value) {
        new Template(['', ''], [value])
    }

    /** The parts of a request's body, taken apart by its boundary. */
    private static List<Map<String, String>> parts(RecordedRequest request) {
        def boundary = (request.headers['Content-Type'] =~ /^multipart\/form-data; boundary=(\S+)$/)[0][1]
        def body = '\r\n' + request.body.utf8()
        assert request.headers['Content-Length'] as int == request.body.size()
        assert body.endsWith("\r\n--$boundary--\r\n")
        body.split("\r\n--$boundary").toList()[1..-2].collect { part ->
            def (head, content) = part.split('\r\n\r\n', 2)
            [head: head.trim().readLines().findAll { !it.startsWith('Content-Length') }.join('\r\n'), content: content]
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
        send(new HttpSpec(HttpMethod.GET, Optional.empty(), new Template(['', before, after], [base(), value]), [:], Optional.empty(), Optional.empty(), false))
    }

    private send(Map<String, String> headers) {
        send(new HttpSpec(HttpMethod.GET, Optional.empty(), new Template(['', '/'], [base()]),
                headers.collectEntries { [it.key, new Template(['', ''], [it.value])] }, Optional.empty(), Optional.empty(), false))
    }

    private send(HttpBody body) {
        send(new HttpSpec(HttpMethod.POST, Optional.empty(), new Template(['', '/'], [base()]), [:], Optional.empty(), Optional.of(body), false))
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
