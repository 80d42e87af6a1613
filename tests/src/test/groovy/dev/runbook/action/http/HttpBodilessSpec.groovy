package dev.runbook.action.http

import dev.runbook.action.Attempts
import dev.runbook.value.NoAnswer
import dev.runbook.value.Result
import dev.runbook.value.Template
import dev.runbook.value.Undecoded
import java.util.zip.GZIPOutputStream
import spock.lang.AutoCleanup
import spock.lang.Specification

/** Answers without a body, whatever their headers say of one: the head counts. */
class HttpBodilessSpec extends Specification {
    @AutoCleanup
    Attempts attempts = new Attempts()

    @AutoCleanup
    RawServer server

    def '#method with the response #answer is status #status'() {
        given: 'a server that keeps the connection open and says no more'
        server = new RawServer({ socket -> RawServer.say(socket, answer + '\nX-Request: 7\n\n' + body); hang(socket) })

        when:
        def outcome = attempts.perform(HttpSpec.of(method, Template.of(server.url)))

        then:
        outcome.result() == (status in 200..299 ? Result.OK : Result.FAILED)
        outcome.decides()
        outcome.values().status == status
        outcome.values().headers['x-request'] == '7'
        outcome.values().body == ''
        outcome.cause() == (status == 304 ? 'status 304 Not Modified' : '')

        where:
        method            | answer                                                                                | body   || status
        HttpMethod.POST   | 'HTTP/1.1 202 Accepted\nContent-Encoding: gzip\nContent-Length: 0'                    | ''     || 202
        HttpMethod.POST   | 'HTTP/1.1 202 Accepted\nContent-Encoding: gzip\nTransfer-Encoding: chunked'           | '0\n\n' || 202
        HttpMethod.GET    | 'HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 0'                  | ''     || 200
        HttpMethod.DELETE | 'HTTP/1.1 204 No Content\nContent-Length: 5'                                          | ''     || 204
        HttpMethod.PUT    | 'HTTP/1.1 204 No Content\nContent-Length: 2\nContent-Encoding: gzip'                  | '{}'   || 204
        HttpMethod.POST   | 'HTTP/1.1 205 Reset Content\nContent-Length: 5'                                       | ''     || 205
        HttpMethod.POST   | 'HTTP/1.1 204 No Content\nTransfer-Encoding: chunked'                                 | ''     || 204
        HttpMethod.GET    | 'HTTP/1.1 304 Not Modified\nContent-Length: 1234'                                     | ''     || 304
        HttpMethod.HEAD   | 'HTTP/1.1 200 OK\nContent-Length: 1234\nContent-Encoding: gzip'                       | ''     || 200
        HttpMethod.HEAD   | 'HTTP/1.1 200 OK\nTransfer-Encoding: chunked'                                         | ''     || 200
    }

    def 'a compressed body is decompressed: #encoding'() {
        given:
        def packed = new ByteArrayOutputStream()
        new GZIPOutputStream(packed).withCloseable { it << '{"state": "up"}' }
        server = new RawServer({ socket ->
            RawServer.say(socket, "HTTP/1.1 200 OK\nContent-Encoding: $encoding\nContent-Length: ${packed.size()}\n\n")
            socket.outputStream << packed.toByteArray()
        })

        when:
        def outcome = attempts.perform(HttpSpec.of(HttpMethod.GET, Template.of(server.url)))

        then:
        outcome.values().json == [state: 'up']
        server.requests[0].contains('Accept-Encoding: gzip\r\n')

        where:
        encoding << ['gzip', 'GZIP', 'x-gzip']
    }

    def 'a body in an unsupported compression cannot be judged: #encoding'() {
        given:
        server = new RawServer({ socket -> RawServer.say(socket, "HTTP/1.1 $status\nContent-Encoding: $encoding\nContent-Length: 4\n\nabcd") })

        when:
        def outcome = attempts.perform(HttpSpec.of(HttpMethod.GET, Template.of(server.url)))

        then:
        outcome.values().body == new Undecoded(shown)
        outcome.values().body.reason('json') == "the body is compressed with '$shown', and only gzip is read, so there is no json"
        outcome.values().json == null
        outcome.cause() == cause

        where:
        encoding     | status                    || shown        | cause
        'br'         | '200 OK'                  || 'br'         | ''
        'ZSTD'       | '200 OK'                  || 'zstd'       | ''
        'gzip, br'   | '200 OK'                  || 'gzip, br'   | ''
        'deflate'    | '503 Service Unavailable' || 'deflate'    | 'status 503 Service Unavailable'
    }

    def 'a header value that is not a compression does not change the body'() {
        given:
        server = new RawServer({ socket -> RawServer.say(socket, 'HTTP/1.1 200 OK\nContent-Encoding: utf-8\nContent-Length: 2\n\nUP') })

        expect:
        attempts.perform(HttpSpec.of(HttpMethod.GET, Template.of(server.url))).values().body == 'UP'
    }

    def 'a compressed body that is #what is not judged'() {
        given:
        def packed = new ByteArrayOutputStream()
        new GZIPOutputStream(packed).withCloseable { it << '{"state": "up"}' }
        server = new RawServer({ socket ->
            RawServer.say(socket, 'HTTP/1.1 200 OK\nContent-Encoding: gzip\nConnection: close\n\n')
            def bytes = packed.toByteArray()
            bytes[wrong] = (byte) (bytes[wrong] ^ 1)
            socket.outputStream.write(bytes, 0, packed.size() - missing)
        })

        when:
        def outcome = attempts.perform(HttpSpec.of(HttpMethod.GET, Template.of(server.url)))

        then:
        outcome.cause() == cause
        outcome.values().body instanceof NoAnswer
        !outcome.answered()

        where:
        what      | missing | wrong || cause
        'half'    | 9       | 4     || 'status 200 OK, but the body broke off: its gzip data has no end'
        'not one' | 0       | 0     || 'status 200 OK, but the body is not valid gzip, although its Content-Encoding says so'
        'damaged' | 0       | -6    || 'status 200 OK, but the body is not valid gzip, although its Content-Encoding says so'
    }
}
