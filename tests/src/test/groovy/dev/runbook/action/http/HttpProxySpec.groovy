package dev.runbook.action.http

import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.action.Output
import dev.runbook.environment.Environment
import dev.runbook.proxy.Proxies
import dev.runbook.value.Result
import dev.runbook.value.Template
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Requests through the proxies that variables name. */
class HttpProxySpec extends Specification {
    private static final String ANSWER = 'HTTP/1.1 200 OK\nContent-Length: 2\nConnection: close\n\nok'

    @TempDir
    Path folder

    @AutoCleanup
    Attempts attempts = new Attempts()

    @AutoCleanup
    RawServer server

    @AutoCleanup
    ForwardProxy proxy

    Certificates certificates

    def 'a server is contacted through the proxy, and the output shows it: #scheme'() {
        given:
        listen(scheme)

        when:
        def outcome = ask("$scheme://shop.test/orders", ["${scheme}_proxy": "http://127.0.0.1:$proxy.port"])

        then:
        outcome.cause() == ''
        outcome.values().body == 'ok'
        proxy.asked*.readLines()*.first() == [line]
        server.requests[0].readLines()[0] == 'GET /orders HTTP/1.1'
        attempts.output.text(Output.Stream.NOTE).contains(", through proxy 127.0.0.1:$proxy.port (${scheme}_proxy)\n")

        where:
        scheme  || line
        'http'  || 'GET http://shop.test/orders HTTP/1.1'
        'https' || 'CONNECT shop.test:443 HTTP/1.1'
    }

    def 'credentials in the variable are sent to the proxy, once, and not to the server: #scheme #method'() {
        given:
        listen(scheme)
        proxy.authorization = 'Basic ' + 'me:p@ss word'.bytes.encodeBase64()

        when:
        def outcome = ask("$scheme://shop.test/", [ALL_PROXY: "127.0.0.1:$proxy.port".with { "http://me:p%40ss%20word@$it" }], method)

        then:
        outcome.cause() == ''
        proxy.asked.size() == 1
        scheme == 'http' || !server.requests.any { it.contains('Proxy-Authorization') }

        where:
        [scheme, method] << [['http', 'https'], [HttpMethod.GET, HttpMethod.POST]].combinations()
    }

    def 'a rejection by the proxy is reported as such, and nothing was sent: #what'() {
        given:
        listen('https')
        proxy.refusal = refusal
        proxy.authorization = authorization

        when:
        def outcome = ask('https://shop.test/', [https_proxy: "http://127.0.0.1:${gone ? 1 : proxy.port}"], HttpMethod.POST)

        then:
        outcome.result() == Result.FAILED
        outcome.cause() ==~ cause
        server.requests == []

        where:
        what              | refusal | authorization | gone  || cause
        'not allowed'     | 403     | null          | false || /proxy 127.0.0.1:\d+ \(https_proxy\) refused to connect to shop.test:443 \(status 403\); servers in no_proxy are contacted directly/
        'who are you'     | 0       | 'Basic x'     | false || /proxy 127.0.0.1:\d+ \(https_proxy\) rejected the user and password in the variable, or requires them/
        'no listener'     | 0       | null          | true  || /no connection to proxy 127.0.0.1:1 \(https_proxy\): Connection refused/
    }

    def 'this machine and the servers in no_proxy are contacted directly'() {
        given:
        listen('http')

        expect:
        ask("http://127.0.0.1:$server.server.localPort/", [http_proxy: "http://127.0.0.1:$proxy.port"]).values().body == 'ok'
        ask("http://localhost:$server.server.localPort/", [http_proxy: "http://127.0.0.1:$proxy.port"]).values().body == 'ok'
        proxy.asked == []
        !attempts.output.text(Output.Stream.NOTE).contains('through')
    }

    private void listen(String scheme) {
        certificates = new Certificates(folder).server('shop.test')
        def socket = scheme == 'https' ? certificates.serverSocket() : new ServerSocket(0, 50, InetAddress.loopbackAddress)
        server = new RawServer(socket, { connection -> say(connection, ANSWER) })
        proxy = new ForwardProxy(socket.localPort)
    }

    private Outcome ask(String url, Map<String, String> variables, HttpMethod method = HttpMethod.GET) {
        def tls = new Environment.Tls('test.yaml:1', Optional.of(certificates.ca()), Optional.empty(), Optional.empty(), Optional.empty())
        attempts.services = [shop: new Environment.Service('shop', url, Optional.of(tls))]
        attempts.resources.get(HttpConnections) { new HttpConnections(Proxies.of(variables.collectEntries { [it.key.toString(), it.value.toString()] })) }
        def body = method == HttpMethod.POST ? Optional.of(new HttpBody.Json([a: 1])) : Optional.empty()
        attempts.perform(new HttpSpec(method, Optional.of('shop'), Template.of(url), [:], Optional.empty(), body, false))
    }
}
