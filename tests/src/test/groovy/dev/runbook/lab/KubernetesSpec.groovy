package dev.runbook.lab

import dev.runbook.lab.erpgo.ErpgoPort
import dev.runbook.lab.kubectl.Kubectl
import dev.runbook.machine.Thorough
import groovy.json.JsonSlurper
import spock.lang.Shared
import spock.lang.Specification

import java.nio.file.Files

/** The same expectations with the kubectl of the machine, if there is one, and with the stand-in of the lab. */
@Thorough('rollouts of the lab, with their waits')
class KubernetesSpec extends Specification {
    @Shared
    SharedLab lab = SharedLab.get()

    /** Runs the kubectl of the machine, as found in the lab's bin folder. */
    @Shared
    Closure<Map> own = { String... arguments -> lab.program(lab.folder().resolve('bin/kubectl').toString(), *arguments) }

    /** Runs the stand-in in this process. */
    @Shared
    Closure<Map> standIn = { String... arguments ->
        def out = new ByteArrayOutputStream()
        def err = new ByteArrayOutputStream()
        def config = [KUBECONFIG: lab.folder().resolve('kubeconfig').toString()]
        int code = Kubectl.run(arguments as List, config, new PrintStream(out), new PrintStream(err))
        [code: code, out: out.toString('UTF-8'), err: err.toString('UTF-8')]
    }

    def cleanupSpec() {
        SharedLab.stop('erpgo')
    }

    List<Closure<Map>> kubectls() {
        lab.folder().resolve('bin/kubectl').toFile().text.contains(Kubectl.name) ? [standIn] : [own, standIn]
    }

    def "the stand-in runs as a program"() {
        given:
        def script = Files.createTempDirectory('kubectl').resolve('kubectl')
        Scripts.passOn(script, [KUBECONFIG: lab.folder().resolve('kubeconfig').toString()], Scripts.javaCommand(Kubectl, []))

        expect:
        lab.program(script.toString(), 'get', 'svc', 'erpgo-api', '-o', 'jsonpath={.spec.type}') == [code: 0, out: 'LoadBalancer', err: '']
        lab.program(script.toString(), 'get', 'cats').code == 1
    }

    def "a patched selector sends the traffic to the other deployment"() {
        expect:
        kubectls().each { program ->
            assert lab.get(ErpgoPort.API, '/health').json.deployment == 'green'

            def patched = program('patch', 'service', 'erpgo-api', '-p', '{"spec":{"selector":{"version":"blue"}}}')
            assert patched.code == 0: patched.err
            assert patched.out == 'service/erpgo-api patched\n'
            assert lab.get(ErpgoPort.API, '/health').json == [status: 'healthy', version: 'v2.3.9', deployment: 'blue']
            assert program('get', 'svc', 'erpgo-api', '-o', 'jsonpath={.spec.selector.version}').out == 'blue'

            program('patch', 'service', 'erpgo-api', '-p', '{"spec":{"selector":{"version":"green"}}}')
        }
    }

    def "deployments are listed with what is ready of them"() {
        expect:
        kubectls().each { program ->
            def lines = program('get', 'deploy').out.readLines()
            assert lines[0].split(/ {2,}/) == ['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'IMAGE', 'AGE']
            assert lines[1].split(/ {2,}/)[0..4] == ['erpgo-api-blue', '3/3', '3', '3', 'erpgo/api:v2.3.9']
        }
    }

    def "scaling to zero closes every listener, and scaling up opens them"() {
        expect:
        kubectls().each { program ->
            assert program('scale', 'deployment', 'erpgo-api-blue', '--replicas=0').code == 0
            assert program('rollout', 'status', 'deployment/erpgo-api-blue', '--timeout=20s').code == 0
            assert listening() == 0
            assert lab.get(ErpgoPort.API_BLUE, '/health').status == 503

            assert program('scale', 'deployment/erpgo-api-blue', '--replicas=3').code == 0
            def status = program('rollout', 'status', 'deployment/erpgo-api-blue', '--timeout=20s')
            assert status.out.endsWith('deployment "erpgo-api-blue" successfully rolled out\n')
            assert listening() == 3
            assert lab.get(ErpgoPort.API_BLUE, '/health').status == 200
        }
    }

    private int listening() {
        (0..5).count { lab.get(ErpgoPort.PODS_BLUE.number() + it, '/health').status > 0 }
    }

    def "an update is rolled out, undone and restarted"() {
        expect:
        kubectls().each { program ->
            def image = '{"spec":{"template":{"spec":{"containers":[{"name":"api","image":"erpgo/api:v2.3.10"}]}}}}'
            assert program('patch', 'deployment', 'erpgo-api-blue', '-p', image).code == 0
            assert program('rollout', 'status', 'deployment/erpgo-api-blue', '--timeout=20s').code == 0
            assert lab.get(ErpgoPort.API_BLUE, '/health').json.version == 'v2.3.10'

            assert program('rollout', 'undo', 'deployment/erpgo-api-blue').code == 0
            assert program('rollout', 'status', 'deployment/erpgo-api-blue', '--timeout=20s').code == 0
            assert lab.get(ErpgoPort.API_BLUE, '/health').json.version == 'v2.3.9'

            def before = pods(program)
            assert program('rollout', 'restart', 'deployment/erpgo-api-blue').code == 0
            assert program('rollout', 'status', 'deployment/erpgo-api-blue', '--timeout=20s').code == 0
            assert pods(program).disjoint(before)
            assert pods(program).size() == 3
        }
    }

    private List<String> pods(Closure<Map> program) {
        def list = new JsonSlurper().parseText(program('get', 'pods', '-l', 'version=blue', '-o', 'json').out)
        list.items*.metadata*.name
    }

    def "a stuck controller blocks a rollout, and kubectl reports it"() {
        given:
        lab.run('break', 'api-stuck')

        expect:
        kubectls().each { program ->
            program('scale', 'deployment', 'erpgo-api-blue', '--replicas=1')
            def status = program('rollout', 'status', 'deployment/erpgo-api-blue', '--timeout=1s')
            assert status.code == 1
            assert status.err.contains('timed out')
        }

        cleanup:
        lab.run('mend', 'api-stuck')
        standIn('scale', 'deployment', 'erpgo-api-blue', '--replicas=3')
        standIn('rollout', 'status', 'deployment/erpgo-api-blue', '--timeout=20s')
    }

    def "a missing object is reported in kubectl's words"() {
        expect:
        kubectls().each { program ->
            def reported = program('scale', 'deployment', 'erpgo-api-red', '--replicas=1')
            assert reported.code == 1
            assert reported.err.contains('deployments.apps "erpgo-api-red" not found')
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
            def first = program('apply', '-f', manifest.toString())
            assert first.out == "configmap/prices-$i created\n": first.err
            manifest.toFile().text = manifest.toFile().text.replace('EUR', 'USD')
            assert program('apply', '-f', manifest.toString()).out == "configmap/prices-$i configured\n"
            assert program('get', 'cm', "prices-$i", '-o', 'jsonpath={.data.currency}').out == 'USD'
        }
    }
}
