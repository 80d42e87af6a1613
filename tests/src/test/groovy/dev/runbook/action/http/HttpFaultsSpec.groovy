package dev.runbook.action.http

import dev.runbook.action.Attempts
import dev.runbook.action.CancellationToken
import dev.runbook.value.NoAnswer
import dev.runbook.value.Result
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Specification

import java.time.Duration
import java.util.zip.GZIPOutputStream

/** Servers that misbehave, each in its own way. */
class HttpFaultsSpec extends Specification {
    static final Duration BUDGET = Duration.ofMillis(400)

    @AutoCleanup
    Attempts attempts = new Attempts()

    @AutoCleanup
    RawServer server

    def 'a server that #fault is abandoned at the end of the budget, with proof'() {
        given:
        server = new RawServer(answer)

        when:
        long began = System.nanoTime()
        def outcome = attempts.perform(HttpSpec.of(HttpMethod.GET, Template.of(server.url)), BUDGET)
        long millis = (System.nanoTime() - began).intdiv(1_000_000)

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.stop().get().confirmed()
        outcome.stop().get().what() == 'connection to 127.0.0.1 closed'
        !outcome.answered()
        millis >= 400 && millis < 10_000

        where:
        fault                        | answer
        'never answers'              | { socket -> hang(socket) }
        'drips its headers'          | { socket -> say(socket, 'HTTP/1.1 200 OK\n'); drip(socket, 'X: y\r\n') }
        'drips its body'             | { socket -> say(socket, 'HTTP/1.1 200 OK\nContent-Length: 100000\n\n'); drip(socket, '.') }
        'sends an endless body'      | { socket -> say(socket, 'HTTP/1.1 200 OK\nConnection: close\n\n'); pour(socket) }
        'stops in the middle'        | { socket -> say(socket, 'HTTP/1.1 200 OK\nContent-Length: 9\n\nabc'); hang(socket) }
    }

    def 'a black hole is abandoned at the end of the budget'() {
        given: 'a listener that accepts nobody and whose queue is full'
        def full = new ServerSocket(0, 1, InetAddress.loopbackAddress)
        def queued = (1..3).collect {
            def socket = new Socket()
            try {
                socket.connect(full.localSocketAddress, 50)
            } catch (SocketTimeoutException ignored) {
                // full
            }
            socket
        }

        when:
        def outcome = attempts.perform(HttpSpec.of(HttpMethod.POST, Template.of("http://127.0.0.1:$full.localPort/")), BUDGET)

        then: 'nothing was sent, so nothing is in doubt'
        outcome.result() == Result.TIMED_OUT
        outcome.stop().get().confirmed()

        cleanup:
        queued*.close()
        full.close()
    }

    def 'a failed connection is status 0, which conditions may judge'() {
        given:
        def free = new ServerSocket(0).withCloseable { it.localPort }

        when:
        def outcome = attempts.perform(HttpSpec.of(HttpMethod.POST, Template.of("http://127.0.0.1:$free/")))

        then:
        outcome.result() == Result.FAILED
        outcome.answered()
        outcome.values().status == 0
        outcome.cause() == "no connection to 127.0.0.1:$free: Connection refused"
    }

    def 'an unknown host is reported by name'() {
        expect:
        attempts.perform(HttpSpec.of(HttpMethod.GET, Template.of('http://no-such-host.invalid/'))).cause() ==
                "host 'no-such-host.invalid' is not known (no address found by name)"
    }

    def 'a connection lost after a #method was sent is #result'() {
        given:
        server = new RawServer({ socket -> socket.setSoLinger(true, 0) })

        when:
        def outcome = attempts.perform(HttpSpec.of(method, Template.of(server.url)))

        then:
        outcome.result() == result
        outcome.answered() == (result == Result.FAILED)
        outcome.cause().endsWith('may have been carried out') == (result == Result.UNKNOWN)
        server.requests.size() == (method.safe() ? server.requests.size() : 1)

        where:
        method            | result
        HttpMethod.GET    | Result.FAILED
        HttpMethod.POST   | Result.UNKNOWN
        HttpMethod.PATCH  | Result.UNKNOWN
        HttpMethod.PUT    | Result.UNKNOWN
        HttpMethod.DELETE | Result.UNKNOWN
    }

    def 'a POST without a response within its budget is unknown'() {
        given:
        server = new RawServer({ socket -> hang(socket) })

        when:
        def outcome = attempts.perform(HttpSpec.of(HttpMethod.POST, Template.of(server.url)), BUDGET)

        then:
        outcome.result() == Result.UNKNOWN
        outcome.stop().get().confirmed()
        outcome.cause() == 'time used up: the POST was sent and not answered: it may have been carried out'
    }

    def 'stopping the run cancels the request immediately'() {
        given:
        server = new RawServer({ socket -> attempts.stop.request(CancellationToken.Reason.CANCELLED); hang(socket) })

        expect:
        attempts.perform(HttpSpec.of(HttpMethod.GET, Template.of(server.url))).result() == Result.CANCELLED
    }

    def 'an incomplete body fails, whatever its status'() {
        given:
        server = new RawServer({ socket -> say(socket, 'HTTP/1.1 200 OK\nContent-Length: 10\n\nabc') })

        when:
        def outcome = attempts.perform(HttpSpec.of(HttpMethod.POST, Template.of(server.url)))

        then:
        outcome.result() == Result.FAILED
        !outcome.answered()
        outcome.values().status == 200
        outcome.cause() == "status 200 OK, but the body broke off (127.0.0.1:$server.server.localPort closed the connection) after 3 bytes"
    }

    def 'a body that may not be the whole one is not judged: #head'() {
        given:
        server = new RawServer({ socket -> say(socket, "HTTP/1.1 $head\nConnection: close\n\n[1, 2]") })

        when:
        def outcome = attempts.perform(new HttpSpec(HttpMethod.GET, Optional.empty(), Template.of(server.url),
                range ? [Range: Template.of('bytes=0-5')] : [:], Optional.empty(), Optional.empty(), false))

        then:
        outcome.answered() == cause.empty
        outcome.cause() == (cause ? "status ${head.readLines()[0]}, but $cause" : '')
        outcome.values().body == (cause ? new NoAnswer(cause) : '[1, 2]')

        where:
        head                                                          | range || cause
        '206 Partial Content\nContent-Range: bytes 0-5/1000'          | false || 'the body is only a part, which was not requested (bytes 0-5/1000)'
        '206 Partial Content'                                         | false || 'the body is only a part, which was not requested'
        '206 Partial Content\nContent-Range: bytes 0-5/1000'          | true  || ''
        '200 OK\nContent-Length: 9\nContent-Length: 6'                | false || 'its length is invalid (Content-Length: 6, 9)'
        '200 OK\nContent-Length: 6, 9\nContent-Length: 6'             | false || 'its length is invalid (Content-Length: 6, 9)'
        '200 OK\nContent-Length: six'                                 | false || 'its length is invalid (Content-Length: six)'
        '200 OK\nContent-Length: -6'                                  | false || 'its length is invalid (Content-Length: -6)'
        '200 OK\nContent-Length: 6\nContent-Length: 6'                | false || ''
        '200 OK'                                                      | false || ''
    }

    def 'a response that is not HTTP fails with one line'() {
        given:
        server = new RawServer({ socket -> say(socket, 'SSH-2.0-OpenSSH_9.2\n\n') })

        when:
        def outcome = attempts.perform(HttpSpec.of(HttpMethod.GET, Template.of(server.url)))

        then:
        outcome.result() == Result.FAILED
        outcome.cause().contains('SSH-2.0') && !outcome.cause().contains('\n')
    }

    def 'a body that decompresses to gigabytes ends at the limit, in constant memory'() {
        given:
        server = new RawServer({ socket ->
            say(socket, 'HTTP/1.1 200 OK\nContent-Encoding: gzip\nConnection: close\n\n')
            def zeros = new byte[1 << 20]
            new GZIPOutputStream(socket.outputStream).withCloseable { gzip -> 2048.times { gzip.write(zeros) } }
        })
        attempts.to = new Attempts.Counted()

        when:
        def outcome = attempts.perform(HttpSpec.of(HttpMethod.GET, Template.of(server.url)))

        then:
        outcome.result() == Result.FAILED
        outcome.cause().startsWith('status 200 OK, but the body is longer than 256 MiB and was not read on')
        outcome.values().body instanceof NoAnswer
    }

    def 'a redirect is followed only on request'() {
        given:
        def target = new RawServer({ socket -> say(socket, 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok') })
        server = new RawServer({ socket -> say(socket, "HTTP/1.1 $status X\nLocation: $target.url/there\nContent-Length: 0\n\n") })

        when:
        def outcome = attempts.perform(spec(HttpMethod.POST, follow))

        then:
        outcome.values().status == (follow ? 200 : status)
        target.requests.size() == (follow ? 1 : 0)

        cleanup:
        target.close()

        where:
        status | follow
        302    | false
        303    | true
        301    | true
    }

    def 'a redirect to another host does not forward headers'() {
        given:
        def target = new RawServer({ socket -> say(socket, 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok') })
        server = new RawServer({ socket -> say(socket, "HTTP/1.1 302 Found\nLocation: $target.url/there\nContent-Length: 0\n\n") })

        when:
        attempts.perform(new HttpSpec(HttpMethod.GET, Optional.empty(), Template.of(server.url), ['X-Api-Key': Template.of('key')],
                Optional.of(new HttpCredentials.Bearer(Template.of('token'))), Optional.empty(), true))

        then:
        server.requests[0].contains('Authorization: Bearer token')
        server.requests[0].contains('X-Api-Key: key')
        target.requests.size() == 1
        !target.requests[0].contains('Authorization')
        !target.requests[0].contains('X-Api-Key')

        cleanup:
        target.close()
    }

    def 'a redirect that would send a body to another host is rejected'() {
        given:
        def target = new RawServer({ socket -> hang(socket) })
        server = new RawServer({ socket -> say(socket, "HTTP/1.1 307 Elsewhere\nLocation: $target.url/there\nContent-Length: 0\n\n") })

        when:
        def outcome = attempts.perform(spec(HttpMethod.POST, true))

        then:
        outcome.result() == Result.FAILED
        outcome.cause() == "redirected with its body to another host, 127.0.0.1:$target.server.localPort: not followed"
        target.requests.empty

        cleanup:
        target.close()
    }

    def 'a redirect loop ends'() {
        given:
        server = new RawServer({ socket -> say(socket, 'HTTP/1.1 302 Found\nLocation: /again\nContent-Length: 0\nConnection: close\n\n') })

        expect:
        attempts.perform(spec(HttpMethod.GET, true)).cause() == 'redirected more than 10 times'
    }

    def 'a #method is not sent again because a server is busy'() {
        given:
        server = new RawServer({ socket -> say(socket, "HTTP/1.1 $status X\nRetry-After: 0\nContent-Length: 0\nConnection: close\n\n") })

        expect:
        attempts.perform(HttpSpec.of(method, Template.of(server.url))).values().status == status
        server.requests.size() == 1

        where:
        method            | status
        HttpMethod.DELETE | 408
        HttpMethod.DELETE | 503
        HttpMethod.POST   | 503
    }

    private HttpSpec spec(HttpMethod method, boolean follow) {
        new HttpSpec(method, Optional.empty(), Template.of(server.url), [:], Optional.empty(), Optional.empty(), follow)
    }

    static void drip(Socket socket, String drop) {
        while (true) {
            socket.outputStream.write(drop.getBytes('UTF-8'))
            socket.outputStream.flush()
            Thread.sleep(20) // the drip itself, not a wait of the test
        }
    }

    static void pour(Socket socket) {
        def block = new byte[64 * 1024]
        while (true) {
            socket.outputStream.write(block)
            Thread.sleep(2) // below the limit of a body's length until the budget is over
        }
    }
}
