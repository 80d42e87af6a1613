package dev.runbook.lab

import dev.runbook.lab.kubectl.Kubectl
import groovy.json.JsonSlurper
import spock.lang.Shared
import spock.lang.Specification

import java.nio.file.Files
import java.nio.file.Path

/** The same expectations with the machine's own kubectl, where there is one, and with the lab's stand-in. */
class KubernetesSpec extends Specification {
    @Shared
    SharedLab lab = SharedLab.get()

    @Shared
    Path standIn = Scripts.with {
        def script = Files.createTempDirectory('kubectl').resolve('kubectl')
        passOn(script, [KUBECONFIG: lab.folder().resolve('kubeconfig').toString()], javaCommand(Kubectl, []))
        script
    }

    def kubectls() {
        def own = lab.folder().resolve('bin/kubectl')
        own.toFile().text.contains(Kubectl.name) ? [standIn] : [own, standIn]
    }

    Map kubectl(Path program, String... arguments) {
        lab.program(program.toString(), *arguments)
    }

    def "a patched selector sends the traffic to the other deployment"() {
        expect:
        kubectls().each { program ->
            assert lab.get(Port.API, '/health').json.deployment == 'green'

            def patched = kubectl(program, 'patch', 'service', 'erpgo-api', '-p', '{"spec":{"selector":{"version":"blue"}}}')
            assert patched.code == 0: patched.err
            assert patched.out == 'service/erpgo-api patched\n'
            assert lab.get(Port.API, '/health').json == [status: 'healthy', version: 'v2.3.9', deployment: 'blue']
            assert kubectl(program, 'get', 'svc', 'erpgo-api', '-o', 'jsonpath={.spec.selector.version}').out == 'blue'

            kubectl(program, 'patch', 'service', 'erpgo-api', '-p', '{"spec":{"selector":{"version":"green"}}}')
        }
    }

    def "scaling to nothing closes every listener, scaling up opens as many"() {
        expect:
        kubectls().each { program ->
            assert kubectl(program, 'scale', 'deployment', 'erpgo-api-blue', '--replicas=0').code == 0
            assert kubectl(program, 'rollout', 'status', 'deployment/erpgo-api-blue', '--timeout=20s').code == 0
            assert listening() == 0
            assert lab.get(Port.API_BLUE, '/health').status == 503

            assert kubectl(program, 'scale', 'deployment/erpgo-api-blue', '--replicas=3').code == 0
            def status = kubectl(program, 'rollout', 'status', 'deployment/erpgo-api-blue', '--timeout=20s')
            assert status.out.endsWith('deployment "erpgo-api-blue" successfully rolled out\n')
            assert listening() == 3
            assert lab.get(Port.API_BLUE, '/health').status == 200
        }
    }

    private int listening() {
        (0..5).count { lab.get(Port.PODS_BLUE.number() + it, '/health').status > 0 }
    }

    def "an update is rolled out, undone and restarted"() {
        expect:
        kubectls().each { program ->
            def image = '{"spec":{"template":{"spec":{"containers":[{"name":"api","image":"erpgo/api:v2.3.10"}]}}}}'
            assert kubectl(program, 'patch', 'deployment', 'erpgo-api-blue', '-p', image).code == 0
            assert kubectl(program, 'rollout', 'status', 'deployment/erpgo-api-blue', '--timeout=20s').code == 0
            assert lab.get(Port.API_BLUE, '/health').json.version == 'v2.3.10'

            assert kubectl(program, 'rollout', 'undo', 'deployment/erpgo-api-blue').code == 0
            assert kubectl(program, 'rollout', 'status', 'deployment/erpgo-api-blue', '--timeout=20s').code == 0
            assert lab.get(Port.API_BLUE, '/health').json.version == 'v2.3.9'

            def before = pods(program)
            assert kubectl(program, 'rollout', 'restart', 'deployment/erpgo-api-blue').code == 0
            assert kubectl(program, 'rollout', 'status', 'deployment/erpgo-api-blue', '--timeout=20s').code == 0
            assert pods(program).disjoint(before)
            assert pods(program).size() == 3
        }
    }

    private List<String> pods(Path program) {
        def list = new JsonSlurper().parseText(kubectl(program, 'get', 'pods', '-l', 'version=blue', '-o', 'json').out)
        list.items*.metadata*.name
    }

    def "a controller that is stuck leaves a rollout hanging, and kubectl says so"() {
        given:
        lab.run('break', 'api-stuck')

        expect:
        kubectls().each { program ->
            kubectl(program, 'scale', 'deployment', 'erpgo-api-blue', '--replicas=1')
            def status = kubectl(program, 'rollout', 'status', 'deployment/erpgo-api-blue', '--timeout=1s')
            assert status.code == 1
            assert status.err.contains('timed out')
        }

        cleanup:
        lab.run('mend', 'api-stuck')
        kubectl(standIn, 'scale', 'deployment', 'erpgo-api-blue', '--replicas=3')
        kubectl(standIn, 'rollout', 'status', 'deployment/erpgo-api-blue', '--timeout=20s')
    }

    def "what is not there is said in kubectl's words"() {
        expect:
        kubectls().each { program ->
            def told = kubectl(program, 'scale', 'deployment', 'erpgo-api-red', '--replicas=1')
            assert told.code == 1
            assert told.err.contains('deployments.apps "erpgo-api-red" not found')
        }
    }

    def "manifests are applied: created first, changed afterwards"() {
        given:
        def manifest = Files.createTempFile('config', '.yaml')

        expect:
        kubectls().eachWithIndex { program, i ->
            manifest.toFile().text = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: prices-$i}
                data: {currency: EUR}
                """.stripIndent()
            def first = kubectl(program, 'apply', '--validate=false', '-f', manifest.toString())
            assert first.out == "configmap/prices-$i created\n": first.err
            manifest.toFile().text = manifest.toFile().text.replace('EUR', 'USD')
            assert kubectl(program, 'apply', '--validate=false', '-f', manifest.toString()).out == "configmap/prices-$i configured\n"
            assert kubectl(program, 'get', 'cm', "prices-$i", '-o', 'jsonpath={.data.currency}').out == 'USD'
        }
    }
}
