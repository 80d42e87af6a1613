package dev.runbook.action.http

import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.Output
import dev.runbook.value.ByteSize
import dev.runbook.value.Result
import dev.runbook.value.Secret
import dev.runbook.value.Template
import dev.runbook.value.Truncated
import mockwebserver3.MockResponse
import mockwebserver3.MockWebServer
import okio.Buffer
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

class HttpActionSpec extends Specification {
    @AutoCleanup
    Attempts attempts = new Attempts(secrets: [TOKEN: 's3cr3t-töken', PASSWORD: 'pass:word'])

    @AutoCleanup
    MockWebServer server = new MockWebServer()

    @TempDir
    Path folder

    def setup() {
        server.start()
    }

    def 'a response provides status, headers, body, JSON document and elapsed time'() {
        given:
        answer(200, '{"status": "healthy", "nodes": [1, 2.5]}', 'Content-Type': 'application/json', 'X-Version': 'v1')

        when:
        def outcome = attempts.perform(get('/health'))

        then:
        outcome.result() == Result.OK
        outcome.values().status == 200
        outcome.values().headers['content-type'] == 'application/json'
        outcome.values().headers['x-version'] == 'v1'
        outcome.values().body == '{"status": "healthy", "nodes": [1, 2.5]}'
        outcome.values().json == [status: 'healthy', nodes: [1, 2.5]]
        !(outcome.values().elapsed as Duration).negative
        attempts.output.text(Output.Stream.OUT) == outcome.values().body
        attempts.output.text(Output.Stream.NOTE).readLines()[0] ==~ /GET http:\/\/\S+\/health: 200 OK, headers after \S+/
        server.takeRequest().headers['User-Agent'] == 'runbook'
    }

    def 'a body is read without its byte order mark'() {
        given:
        answer(200, "\ufeff{\"status\": \"healthy\"}", 'Content-Type': 'application/json')

        expect:
        with(attempts.perform(get('/x')).values()) {
            body == '{"status": "healthy"}'
            json == [status: 'healthy']
        }
    }

    def 'status #status is #result, and conditions may judge it'() {
        given:
        answer(status, body)

        when:
        def outcome = attempts.perform(get('/x'))

        then:
        outcome.result() == result
        outcome.answered()
        outcome.values().status == status
        outcome.cause() == cause

        where:
        status | body                     || result        | cause
        204    | ''                       || Result.OK     | ''
        404    | 'no such order\nat all'  || Result.FAILED | 'status 404 Client Error: no such order'
        500    | '<html>'                 || Result.FAILED | 'status 500 Server Error'
        302    | ''                       || Result.FAILED | 'status 302 Redirection'
    }

    def 'conditions see an error in the body of a 200'() {
        given:
        answer(200, '{"error": "database down"}')

        expect:
        attempts.perform(get('/x')).values().json.error == 'database down'
    }

    def 'a #method sends its body'() {
        given:
        answer(201, '')

        when:
        attempts.perform(spec(method, '/orders', body: body))

        then:
        def request = server.takeRequest()
        request.method == method.name()
        request.body?.utf8() ?: '' == sent
        request.headers['Content-Type'] == type

        where:
        method            | body                                                                   || sent                                  | type
        HttpMethod.POST   | new HttpBody.Json([a: 1, b: ['x"y', null, true], c: new Secret('TOKEN')]) || '{"a":1,"b":["x\\"y",null,true],"c":"s3cr3t-töken"}' | 'application/json'
        HttpMethod.PUT    | new HttpBody.Form([q: 'a&b=c d', n: [1, 2]])                           || 'q=a%26b%3Dc%20d&n=1&n=2'            | 'application/x-www-form-urlencoded'
        HttpMethod.PATCH  | new HttpBody.Text(gaps('<a>', 'ä', '</a>'), 'text/xml')                || '<a>ä</a>'                            | 'text/xml'
        HttpMethod.POST   | null                                                                   || ''                                    | null
        HttpMethod.DELETE | null                                                                   || ''                                    | null
    }

    def 'parts of a form are sent in order, files in chunks with their size'() {
        given:
        def log = folder.resolve('erp.log')
        new FileOutputStream(log.toFile()).withCloseable { file -> 64.times { file.write(new byte[1024 * 1024]) } }
        answer(201, '')

        when:
        def outcome = attempts.perform(spec(HttpMethod.POST, '/tickets', body: new HttpBody.Parts([
                new HttpBody.TextPart('reason', gaps('ümlaut ', new Secret('TOKEN'), ''), Optional.empty()),
                new HttpBody.FilePart('log', Template.of('erp.log'), folder, Optional.of('text/plain'))])))

        then:
        outcome.cause() == ''
        def request = server.takeRequest()
        request.headers['Content-Length'] as long == request.bodySize
        request.bodySize > 64 * 1024 * 1024
        request.body.substring(0, 120).utf8().contains('form-data; name="reason"')
    }

    def 'a missing file is reported before anything is sent: #file'() {
        when:
        attempts.perform(spec(HttpMethod.POST, '/', body: new HttpBody.Parts([
                new HttpBody.FilePart('log', gaps('', file, ''), folder, Optional.empty())])))

        then:
        def refusal = thrown(AuthorException)
        refusal.message.replace(folder.toString(), 'FOLDER') == message
        server.requestCount == 0

        where:
        file        || message
        'none.log'  || "part 'log': there is no file FOLDER/none.log"
        '.'         || "part 'log': there is no file FOLDER"
        'a\u0000b'  || "part 'log': 'a\u0000b' is not a valid file name"
    }

    def 'a file that becomes shorter while it is sent is reported'() {
        given:
        def file = Files.write(folder.resolve('f'), new byte[100])
        def content = new FileContent(file, null)
        Files.write(file, new byte[10])

        when:
        content.writeTo(new Buffer())

        then:
        def broken = thrown(FileContent.Unsent)
        broken.message == "$file became shorter while it was sent"
    }

    def 'headers and credentials are sent, and secrets are opened only there'() {
        given:
        answer(200, '')
        def spec = spec(HttpMethod.GET, '/x', headers: ['X-Reason': gaps('because ', 'ümlaut', '')],
                credentials: new HttpCredentials.Bearer(gaps('', new Secret('TOKEN'), '')))

        when:
        attempts.perform(spec)

        then:
        def request = server.takeRequest()
        request.headers['X-Reason'] == 'because ümlaut'
        request.headers['Authorization'] == 'Bearer s3cr3t-töken'
        spec.shown().endsWith('/x\nX-Reason: because ümlaut\nAuthorization: bearer ‹secret TOKEN›')
        !attempts.output.text(Output.Stream.NOTE).contains('s3cr3t')
    }

    def 'basic sends user and password as UTF-8'() {
        given:
        answer(200, '')

        when:
        attempts.perform(spec(HttpMethod.GET, '/x',
                credentials: new HttpCredentials.Basic(Template.of('jörg'), gaps('', new Secret('PASSWORD'), ''))))

        then:
        server.takeRequest().headers['Authorization'] == 'Basic ' + 'jörg:pass:word'.getBytes('UTF-8').encodeBase64()
    }

    def 'a value that cannot be sent is rejected in one line: #message'() {
        when:
        attempts.perform(spec)

        then:
        def refusal = thrown(AuthorException)
        refusal.message == message
        server.requestCount == 0

        where:
        spec                                                                         || message
        HttpSpec.of(HttpMethod.GET, Template.of('api/health'))                       || "'api/health': a URL begins with \${service('…')} or with http:// or https://"
        HttpSpec.of(HttpMethod.GET, Template.of('http://a b/'))                      || "'http://a b/' is not a valid URL: its host or port is not valid"
        HttpSpec.of(HttpMethod.GET, Template.of('http://u:p@localhost/'))            || "a URL must not contain a user or password: write basic 'user', secret('…')"
        HttpSpec.of(HttpMethod.GET, gaps('http://h/', null, ''))                     || 'a value in the URL is missing'
        HttpSpec.of(HttpMethod.GET, gaps('http://h/', [1, 2], ''))                   || 'a list or map is not allowed in the URL: use one value, or json(…)'
        withHeader('X-A', gaps('a', '\r\nX-Evil: 1', ''))                            || "header 'X-A' cannot contain the control character U+000D at its character 2"
        withHeader('X A', Template.of('a'))                                          || "'X A' is not a valid header name"
        withHeader('X-A', gaps('', new Secret('NONE'), ''))                          || "secret 'NONE' is not declared"
        new HttpSpec(HttpMethod.GET, Optional.empty(), Template.of('http://h/'), [:], Optional.empty(), Optional.of(new HttpBody.Json([:])), false) || 'GET has no body'
    }

    def 'a body of #length bytes is streamed to the output, and kept completely or not at all'() {
        given:
        attempts.keep = Optional.of(ByteSize.ofKilobytes(kilobytes))
        def text = '{"x":"' + 'x' * (length - 8) + '"}'
        answer(status, text)

        when:
        def outcome = attempts.perform(get('/long'))

        then:
        outcome.values().body == (whole ? text : Truncated.text(Truncated.Kind.ANSWERED, length, kilobytes * 1000L))
        outcome.values().containsKey('json') == whole
        outcome.cause().startsWith(status == 200 ? '' : 'status 500 Server Error: {"x":"xxx')
        attempts.output.bytes(Output.Stream.OUT).length == length

        where:
        length    | kilobytes | status || whole
        2000      | 2         | 200    || true
        2001      | 2         | 200    || false
        2001      | 2         | 500    || false
        3_000_000 | 2         | 500    || false
        3_000_000 | 3000      | 200    || true
    }

    def 'the connection is reused within a run'() {
        given:
        2.times { answer(200, 'x') }

        when:
        2.times { attempts.perform(get('/x')) }

        then:
        [server.takeRequest().exchangeIndex, server.takeRequest().exchangeIndex] == [0, 1]
    }

    private void answer(Map<String, String> headers = [:], int status, String body) {
        def response = new MockResponse.Builder().code(status).body(body)
        headers.each { name, value -> response.setHeader(name, value) }
        server.enqueue(response.build())
    }

    private HttpSpec get(String path) {
        spec(HttpMethod.GET, path)
    }

    private HttpSpec spec(Map options = [:], HttpMethod method, String path) {
        new HttpSpec(method, Optional.empty(), gaps('', "http://127.0.0.1:$server.port/".toString(), path), options.headers ?: [:],
                Optional.ofNullable(options.credentials), Optional.ofNullable(options.body), options.follow ?: false)
    }

    private static HttpSpec withHeader(String name, Template value) {
        new HttpSpec(HttpMethod.GET, Optional.empty(), Template.of('http://h/'), [(name): value], Optional.empty(), Optional.empty(), false)
    }

    private static Template gaps(Object... pieces) {
        new Template(pieces.toList().indexed().findAll { it.key % 2 == 0 }.values().toList(),
                pieces.toList().indexed().findAll { it.key % 2 == 1 }.values().toList())
    }
}
