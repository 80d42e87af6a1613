package dev.runbook.action.http

import dev.runbook.action.Attempts
import dev.runbook.value.Result
import dev.runbook.value.Template
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CountDownLatch
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification

/** Connections that a server has given up in silence: no request is lost on one, and none that acts is sent twice. */
class HttpKeptConnectionsSpec extends Specification {
    @AutoCleanup
    Attempts attempts = new Attempts()

    @AutoCleanup
    RawServer server

    def 'a #method after a GET reaches a server that #habit'() {
        given: 'what it does with a connection after its first answer'
        def closed = new CountDownLatch(1)
        server = new RawServer({ socket ->
            RawServer.say(socket, "$head\nContent-Length: 2\n\nok")
            if (resets) {
                requests << RawServer.head(socket)
                socket.setSoLinger(true, 0)
            }
            socket.close()
            closed.countDown()
        })
        attempts.perform(HttpSpec.of(HttpMethod.GET, Template.of(server.url)))
        resets || closed.await(60, TimeUnit.SECONDS)

        when:
        def outcome = attempts.perform(HttpSpec.of(method, Template.of(server.url)))

        then:
        outcome.cause() == ''
        outcome.result() == Result.OK
        method.safe() || server.requests.count { it.startsWith("$method ") } == 1

        where:
        [habit, head, resets, method] << [
            [['speaks HTTP/1.0 and closes after each answer', 'HTTP/1.0 200 OK', false],
             ['closes idle connections without a word', 'HTTP/1.1 200 OK', false],
             ['says how long it keeps them', 'HTTP/1.1 200 OK\nConnection: Keep-Alive\nKeep-Alive: timeout=5, max=100', false],
             ['resets the connection at the second request', 'HTTP/1.1 200 OK', true]],
            HttpMethod.values()
        ].combinations().collect { it[0] + [it[1]] }
    }

    def 'a GET succeeds when all kept connections are dead'() {
        given: 'three that were open at once'
        def together = new CyclicBarrier(3)
        def first = true
        def closed = new CountDownLatch(3)
        server = new RawServer({ socket ->
            if (first) {
                together.await(60, TimeUnit.SECONDS)
            }
            RawServer.say(socket, 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok')
            socket.close()
            closed.countDown()
        })
        def get = HttpSpec.of(HttpMethod.GET, Template.of(server.url))
        (1..3).collect { CompletableFuture.supplyAsync { attempts.perform(get) } }*.join()
        closed.await(60, TimeUnit.SECONDS)
        first = false

        expect:
        attempts.perform(get).result() == Result.OK
        server.requests.size() <= 3 + 3
    }

    def 'a GET whose new connection is lost is not sent again'() {
        given:
        server = new RawServer({ socket -> socket.setSoLinger(true, 0) })

        expect:
        attempts.perform(HttpSpec.of(HttpMethod.GET, Template.of(server.url))).result() == Result.FAILED
        server.requests.size() == 1
    }

    def 'a #method is repeatable by itself: #repeatable'() {
        expect:
        HttpSpec.of(method, Template.of('http://h/')).idempotent() == repeatable

        where:
        method            || repeatable
        HttpMethod.GET    || true
        HttpMethod.HEAD   || true
        HttpMethod.PUT    || true
        HttpMethod.DELETE || true
        HttpMethod.POST   || false
        HttpMethod.PATCH  || false
    }

    def 'no text of the library is shown to a user: #answer'() {
        given:
        server = new RawServer({ socket -> answer.isEmpty() ?: RawServer.say(socket, answer) })

        when:
        def cause = attempts.perform(HttpSpec.of(HttpMethod.POST, Template.of(server.url))).cause()

        then:
        cause.replace("127.0.0.1:$server.server.localPort", 'SERVER') == problem

        where:
        answer                       || problem
        ''                           || 'SERVER closed the connection before it answered; the POST was sent and may have been carried out'
        'HTTP/1.1 200 OK\nX: y\n'    || 'SERVER closed the connection before it answered; the POST was sent and may have been carried out'
        'SSH-2.0-OpenSSH_9.2\n\n'    || 'SERVER did not respond with HTTP (Unexpected status line: SSH-2.0-OpenSSH_9.2); the POST was sent and may have been carried out'
    }
}
