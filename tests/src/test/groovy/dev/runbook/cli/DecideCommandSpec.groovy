package dev.runbook.cli

import com.sun.net.httpserver.HttpServer
import dev.runbook.watch.WatchFile
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** {@code decide} against real servers: what is measured, what it adds up to, what would follow. */
class DecideCommandSpec extends Specification {
    static final TRIGGERS = '''
        triggers('shop/decision') {
            def health = measure('Health') { http { get "${service('api')}/health"; bearer secret('TOKEN') } }
            def errors = measure('Error rate') { prometheus 'errors', on: 'api' }
            def total = score('Total') {
                add 30, when: { !health.ok }
                add 25, when: { errors.value > 0.10 }
            }
            trigger('Score of 50') { severity critical; when { total >= 50 }; start 'shop/rollback', reason: "score ${total}"; tell 'team' }
            trigger('Score of 25') { severity medium; when { total >= 25 }; tell 'team' }
        }
        '''.stripIndent()

    @TempDir
    Path folder

    CommandRig rig
    HttpServer server
    int status = 200
    String result = '[{"metric":{},"value":[1,"0.02"]}]'
    List<String> paths = [].asSynchronized()

    def setup() {
        rig = new CommandRig(folder)
        server = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)
        server.createContext('/') { exchange ->
            paths << exchange.requestURI.path
            def query = exchange.requestURI.path.startsWith('/api/v1/query')
            def bytes = (query ? """{"status":"success","data":{"resultType":"vector","result":$result}}""" : 'token tops3cret').bytes
            exchange.responseHeaders.add('Content-Type', 'application/json')
            exchange.sendResponseHeaders(query ? 200 : status, bytes.length)
            exchange.responseBody.withCloseable { it.write(bytes) }
        }
        server.start()
        rig.write('runbooks/shop/environments/test.yaml', """
            environment: test
            services: { api: "http://127.0.0.1:$server.address.port" }
            secrets: { TOKEN: { file: $folder/token } }
            channels: { team: { file: $folder/team.txt } }
            """.stripIndent())
        Files.writeString(folder.resolve('token'), 'tops3cret')
        rig.runbook('shop/rollback', "lock 'shop'\nparam 'reason', 'why'\nstep('Roll back') { shell 'true' }")
        rig.write('runbooks/shop/decision.groovy', TRIGGERS)
    }

    def cleanup() {
        server.stop(0)
    }

    def 'nothing follows: 0'() {
        when:
        def answer = decide()

        then:
        answer.exit == 0
        answer.err == ''
        answer.out.contains('Error rate                        0.02000')
        answer.out.contains('nothing follows')
        paths.sort() == ['/api/v1/query', '/health']
    }

    def 'a message would follow: 10; it is not sent'() {
        given:
        status = 503

        when:
        def answer = decide()

        then:
        answer.exit == 10
        answer.out.contains('  Health                            status 503')
        answer.out.contains('  Total                             30')
        answer.out.contains('→ message to team')
        !Files.exists(folder.resolve('team.txt'))
    }

    def 'a start would follow: 12; nothing is started or written'() {
        given:
        status = 503
        result = '[{"metric":{},"value":[1,"0.5"]}]'

        when:
        def answer = decide()

        then:
        answer.exit == 12
        answer.out.contains('→ starts shop/rollback')
        answer.out.contains('follows: start of shop/rollback, messages to 1 channel')
        answer.out.readLines().every { it.length() <= 80 }
        !Files.exists(folder.resolve('home/watch'))
    }

    def 'a question would follow: 11; the role is one of the environment'() {
        given:
        status = 503
        rig.write('runbooks/shop/environments/test.yaml', Files.readString(folder.resolve('runbooks/shop/environments/test.yaml')) + 'people: { lead: [lena] }\n')
        rig.write('runbooks/shop/decision.groovy', TRIGGERS.replace("tell 'team' }\n}", "ask '$role', toStart: 'shop/rollback', within: 15.minutes; with reason: 'x' }\n}"))

        when:
        def answer = decide()

        then:
        answer.exit == exit
        (answer.out + answer.err).contains(text)

        where:
        role   || exit | text
        'lead' || 11   | '→ asks lead to start shop/rollback, within 15m'
        'laed' || 2    | "has no role 'laed'"
    }

    def 'check warns about a question that nobody hears of'() {
        given:
        rig.write('runbooks/shop/environments/test.yaml', Files.readString(folder.resolve('runbooks/shop/environments/test.yaml')) + 'people: { lead: [lena] }\n')
        rig.write('runbooks/shop/decision.groovy', TRIGGERS.replace("tell 'team' }\n}", "ask 'lead', toStart: 'shop/rollback', within: 15.minutes; with reason: 'x' }\n}"))

        expect:
        rig.run('check', 'shop/decision', '-e', 'test').err.contains("trigger 'Score of 25' asks lead and sends no message")
    }

    def 'for programs'() {
        given:
        status = 503

        when:
        def data = new JsonSlurper().parseText(decide('--json').out)

        then:
        data.triggers == 'shop/decision'
        data.measurements*.value == ['status 503', '0.02000']
        data.scores == [[name: 'Total', value: '30']]
        data.decisions*.effect == ['none', 'tells']
        data.decisions[1].conditions == ['total >= 25']
    }

    def 'a query that the server rejects is no evidence, and is shown'() {
        given:
        result = '"broken"}, "status": "error", "x": {"y": 1'

        when:
        def answer = decide()

        then:
        answer.exit == 0
        answer.out.contains('Error rate                        not measured')
        answer.out =~ /Score of 50 +critical  no data/
    }

    def 'a secret that a server returns is not shown'() {
        expect:
        !decide('--json').out.contains('tops3cret')
        !decide().out.contains('tops3cret')
    }

    def 'what is missing is reported before anything is measured: #what'() {
        given:
        change.delegate = this
        change(rig, folder)

        when:
        def answer = rig.run('decide', 'shop/decision', '-e', 'test')

        then:
        answer.exit == 2
        answer.err.contains(message)
        !answer.err.contains('Exception')
        paths == []

        where:
        what                      | change                                                                                              || message
        'a secret'                | { rig, folder -> Files.delete(folder.resolve('token')) }                                            || 'TOKEN'
        'a channel'               | { rig, folder -> rig.write('runbooks/shop/decision.groovy', TRIGGERS.replace("tell 'team'", "tell 'taem'")) } || "has no channel 'taem'"
        'a runbook with triggers' | { rig, folder -> rig.runbook('shop/decision', "step('s') { shell 'true' }") }                       || 'shop/decision has no triggers'
    }

    def 'with --start it refuses to act while another process watches the file'() {
        given:
        def lock = new WatchFile(folder.resolve('home'), 'test', 'shop/decision').take('maria')

        when:
        def answer = decide('--start')

        then:
        answer.exit == 5
        answer.err.startsWith('shop/decision is watched already: maria, process ')

        and: 'looking is always allowed'
        decide().exit == 0

        cleanup:
        lock.close()
    }

    def 'a triggers file is checked, and is not run or planned'() {
        expect:
        rig.run('check', 'shop/decision', '-e', 'test').out == 'ok  shop/decision  2 triggers\n'
        with(rig.run(command, 'shop/decision', '-e', 'test')) {
            exit == 2
            err.contains("'shop/decision' declares triggers, and is not a runbook")
        }

        where:
        command << ['run', 'plan', 'drill']
    }

    def 'check warns about a trigger that ignores a server without an answer'() {
        given:
        rig.runbook('shop/watched', """
            trigger('t') { severity high; http { get "\${service('api')}/" }; when { status == 503 }$more }
            step('s') { shell 'true' }""")

        expect:
        rig.run('check', 'shop/watched', '-e', 'test').err.contains("trigger 't' does not fire while the server does not answer") == warned

        where:
        more                | warned
        ''                  | true
        '; noData 1.minute' | false
    }

    private decide(String... options) {
        rig.run('decide', 'shop/decision', '-e', 'test', *options)
    }
}
