package dev.runbook.lab

import dev.runbook.lab.erpgo.ErpgoPort
import groovy.json.JsonOutput
import spock.lang.Shared
import spock.lang.Specification

class FaultsSpec extends Specification {
    @Shared
    SharedLab lab = SharedLab.get()

    def cleanup() {
        lab.run('mend')
    }

    def "a broken deployment fails through the balancer, and its counters show it"() {
        when:
        def reported = lab.run('break', 'erpgo', 'green-fails')

        then:
        reported.out == 'green-fails: the green deployment answers every request with 500\n'
        lab.get(ErpgoPort.API, '/health').status == 500
        lab.get(ErpgoPort.API, '/api/v1/system/status').status == 500
        lab.get(ErpgoPort.API_BLUE, '/health').status == 200
        lab.get(ErpgoPort.LAB, '/traffic').json.deployments.green.recentErrorPercent > 0
        lab.run('status').out.contains('broken:\n  green-fails ')

        when:
        lab.run('mend', 'green-fails')

        then:
        lab.get(ErpgoPort.API, '/health').json.status == 'healthy'
        lab.run('status').out.contains('nothing is broken')
    }

    def "a deployment has one fault at a time, the last"() {
        when:
        lab.run('break', 'blue-fails', 'blue-crash')

        then:
        lab.get(ErpgoPort.LAB, '/lab/status').json.broken == ['blue-crash']
        lab.get(ErpgoPort.PODS_BLUE, '/health').status == 0

        when:
        lab.run('mend')

        then:
        lab.get(ErpgoPort.PODS_BLUE, '/health').status == 200
    }

    def "a receiver stores messages, and rejects them while it is down"() {
        expect:
        post('{"text": "rolled back — done"}') == 200
        lab.get(ErpgoPort.WEBHOOKS, '/spec').json*.body == [[text: 'rolled back — done']]
        lab.folder().resolve('messages/spec/0001.json').toFile().exists()

        when:
        lab.run('break', 'webhooks-down')

        then:
        post('lost') == 503
        lab.get(ErpgoPort.WEBHOOKS, '/spec').json.size() == 1
    }

    private int post(String body) {
        def connection = new URI("http://$lab.address:${ErpgoPort.WEBHOOKS.number()}/spec").toURL().openConnection() as HttpURLConnection
        connection.doOutput = true
        connection.outputStream.withCloseable { it.write(body.getBytes('UTF-8')) }
        connection.responseCode
    }

    def "a weight on the service sends a share of the traffic to the other deployment"() {
        given:
        def patch = { version, weight ->
            def body = [spec: [selector: [version: version]], metadata: [annotations: ['traffic-weight': weight]]]
            lab.program(lab.folder().resolve('bin/kubectl').toString(), 'patch', 'service', 'erpgo-api', '-p', JsonOutput.toJson(body))
        }

        when:
        patch('blue', '30')
        def answers = (1..100).collect { lab.get(ErpgoPort.API, '/health').json.deployment }

        then: 'customers send requests meanwhile, so the share is not exact'
        (20..40).contains(answers.count('green'))

        cleanup:
        patch('green', null)
    }
}
