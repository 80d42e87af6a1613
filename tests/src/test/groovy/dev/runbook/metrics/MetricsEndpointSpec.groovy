package dev.runbook.metrics

import spock.lang.Specification

import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse

/** The endpoint of a watch answers whatever its readers do and whatever its values cost. */
class MetricsEndpointSpec extends Specification {
    List<String> problems = [].asSynchronized()

    def 'values are answered in the format of Prometheus, and as OpenMetrics on request'() {
        given:
        def endpoint = endpoint { points() }

        when:
        def plain = get(endpoint, 'text/plain')
        def open = get(endpoint, 'application/openmetrics-text')

        then:
        plain.statusCode() == 200
        plain.headers().firstValue('Content-Type').get().startsWith('text/plain; version=0.0.4')
        plain.body().contains('runbook_score_points{environment="test",score="Total",triggers="shop/d"} 55.0')
        open.body().contains('runbook_score_points')
        open.body().endsWith('# EOF\n')

        cleanup:
        endpoint.close()
    }

    def 'a value that cannot be determined is no stack trace for the reader'() {
        given:
        def endpoint = endpoint { throw new IllegalStateException('the disk is full') }

        when:
        def answer = get(endpoint, 'text/plain')

        then:
        answer.statusCode() == 200
        !answer.body().contains('Exception')
        problems == ['metrics: the disk is full']

        cleanup:
        endpoint.close()
    }

    def 'a reader that never reads its answer does not keep another one waiting'() {
        given:
        def endpoint = endpoint { points() }
        def silent = (1..40).collect { new Socket('127.0.0.1', endpoint.port()) }
        silent.each { it.outputStream.write('GET /metr'.bytes) }

        expect:
        get(endpoint, 'text/plain').statusCode() == 200

        cleanup:
        silent*.close()
        endpoint.close()
    }

    def 'a request is answered or refused in one line, whoever sends it: #request'() {
        given:
        def endpoint = endpoint { points() }
        def socket = new Socket('127.0.0.1', endpoint.port())

        when:
        socket.outputStream << request.replace('|', '\r\n')
        def answer = socket.inputStream.text

        then:
        answer.startsWith("HTTP/1.1 $status ")
        answer.contains('runbook_score_points') == (status == 200)
        !(answer =~ /Exception|\bat io\./)

        cleanup:
        socket.close()
        endpoint.close()

        where:
        request                                                               || status
        'GET /metrics HTTP/1.1|Host: 127.0.0.1:9469|Connection: close||'      || 200
        'GET /metrics HTTP/1.1|Host: LocalHost|Connection: close||'           || 200
        'GET /metrics HTTP/1.1|Host: [::1]:9469|Connection: close||'          || 200
        'GET /metrics HTTP/1.0||'                                             || 200
        'GET /metrics HTTP/1.1|Host: rebound.example:9469|Connection: close||' || 403
        'GET /metrics HTTP/1.1|Host: 127.0.0.1.example|Connection: close||'   || 403
        'GET /metrics?debug=prometheus-protobuf HTTP/1.1|Host: 127.0.0.1|Connection: close||' || 400
        'POST /metrics HTTP/1.1|Host: 127.0.0.1|Content-Length: 0|Connection: close||' || 405
        'GET /metrics/../x HTTP/1.1|Host: 127.0.0.1|Connection: close||'      || 404
    }

    def 'a listener for other machines answers to every name'() {
        given:
        def endpoint = MetricsEndpoint.on(InetSocketAddress.createUnresolved('0.0.0.0', 0), { points() }, problems.&add)
        def socket = new Socket('127.0.0.1', endpoint.port())

        expect:
        socket.outputStream << 'GET /metrics HTTP/1.0\r\nHost: watch.example\r\n\r\n'
        socket.inputStream.text.startsWith('HTTP/1.1 200 ')

        cleanup:
        socket.close()
        endpoint.close()
    }

    def 'an address that cannot be used is one line: #address'() {
        given:
        def taken = new ServerSocket(0, 1, InetAddress.loopbackAddress)
        def port = address == 'taken' ? taken.localPort : 0

        when:
        MetricsEndpoint.on(InetSocketAddress.createUnresolved(address == 'taken' ? '127.0.0.1' : address, port), { points() }, problems.&add)

        then:
        def refused = thrown(IOException)
        refused.message == message.replace('PORT', "$port")

        cleanup:
        taken.close()

        where:
        address              || message
        'taken'              || 'cannot listen on 127.0.0.1:PORT: Address already in use'
        'no-such.invalid'    || 'there is no address no-such.invalid:0'
    }

    private static Points points() {
        def points = new Points()
        points.add(Metric.SCORE, 55, 'test', 'shop/d', 'Total')
        points
    }

    private MetricsEndpoint endpoint(Closure<Points> points) {
        MetricsEndpoint.on(InetSocketAddress.createUnresolved('127.0.0.1', 0), points, problems.&add)
    }

    private static HttpResponse<String> get(MetricsEndpoint endpoint, String format) {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:${endpoint.port()}/metrics")).header('Accept', format).build()
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString())
    }
}
