package dev.runbook.cli

import groovy.io.FileType
import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import mockwebserver3.Dispatcher
import mockwebserver3.MockResponse
import mockwebserver3.MockWebServer
import mockwebserver3.RecordedRequest
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path
import java.util.concurrent.CopyOnWriteArrayList

/** Secrets within the texts of a request: they arrive as data, and are masked in everything that a server returns. */
class HttpSecretsSpec extends Specification {
    /** Would close a JSON text, add a field to a form, and begin a header. */
    static final String SECRET = 's3c","admin":true,"x":"r3t&admin=1 %0d'

    @TempDir
    Path folder

    @AutoCleanup
    MockWebServer server = new MockWebServer()

    List<RecordedRequest> requests = new CopyOnWriteArrayList<>()

    def 'a secret inside a text remains data, and no file of the run contains it'() {
        given: 'a server that returns everything it receives'
        server.dispatcher = new Dispatcher() {
            @Override
            MockResponse dispatch(RecordedRequest request) {
                requests << request
                def reported = [body: request.body?.utf8(), headers: request.headers.toString(), url: request.url.toString()]
                new MockResponse.Builder().code(200).body(JsonOutput.toJson(reported)).addHeader('X-Echo', request.headers['X-Token'] ?: '-').build()
            }
        }
        server.start()
        def rig = new CommandRig(folder)
        rig.variables.TOKEN = SECRET
        rig.write('runbooks/demo/environments/lab.yaml',
                "services: { api: 'http://127.0.0.1:$server.port' }\nsecrets: { TOKEN: { env: TOKEN } }\n")
        rig.runbook('demo/echo', '''
            step('JSON') { http { post "${service('api')}/a"; header 'X-Token', "Token ${secret('TOKEN')}"
                json auth: "Bearer ${secret('TOKEN')}", list: [[deep: secret('TOKEN')]] } }
            step('Form') { http { post "${service('api')}/b?q=${secret('TOKEN')}"; form auth: "Bearer ${secret('TOKEN')}", last: 1 } }
            step('Parts') { http { post "${service('api')}/c"; part 'auth', "Bearer ${secret('TOKEN')}"; part 'last', 1 } }
            step('Basic') { http { get "${service('api')}/d"; basic 'user', secret('TOKEN') } }
            verify('Not as reported') { http { get "${service('api')}/e/${secret('TOKEN')}" }; expect { json.url == 'x' } }
        ''')

        when:
        def answer = rig.run('run', 'demo/echo', '-e', 'lab')
        def shown = rig.run('show', 'last', '--format', 'html').out + rig.run('show', 'last', '--json').out

        then: 'it arrived as one value in each place'
        answer.exit == 1
        requests.size() == 5
        new JsonSlurper().parseText(requests[0].body.utf8()) == [auth: 'Bearer ' + SECRET, list: [[deep: SECRET]]]
        requests[0].headers['X-Token'] == 'Token ' + SECRET
        requests[1].url.queryParameter('q') == SECRET
        requests[1].body.utf8().split('&').size() == 2
        requests[2].body.utf8().contains("Bearer $SECRET\r\n--")

        and: 'no file contains it'
        def all = new StringBuilder(answer.out).append(answer.err).append(shown)
        folder.resolve('home').toFile().traverse(type: FileType.FILES) { all.append(it.getText('ISO-8859-1')) }
        forms(SECRET).findAll { all.contains(it) } == []
        all.contains('JSON')
    }

    private static List<String> forms(String secret) {
        def json = JsonOutput.toJson(secret)[1..-2]
        [secret, json, JsonOutput.toJson(json)[1..-2], URLEncoder.encode(secret, 'UTF-8'), URLEncoder.encode(secret, 'UTF-8').replace('+', '%20'),
         secret.bytes.encodeBase64().toString()[0..-4], ('user:' + secret).bytes.encodeBase64().toString()[8..-4], 's3c', 'r3t']
    }
}
