package dev.runbook.cli

import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path

/** A secret that would cross the network without TLS is reported by check, and recorded by a run. */
class ClearTextSpec extends Specification {
    static final String WARNING = 'sends a secret to http://api.example.invalid without TLS: anybody on the network can read it; use https://'

    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.variables.TOKEN = 'never-in-clear'
    }

    def 'check -e warns about #what over http'() {
        given:
        runbook('http://api.example.invalid:8080', body)

        when:
        def answer = rig.run('check', 'demo/one', '-e', 'test')

        then:
        answer.exit == 0
        answer.err.readLines() == ["warning: $folder/runbooks/demo/one.groovy:2: $method $WARNING".toString()]

        where:
        what                     | body                                                      || method
        'a bearer token'         | 'bearer secret("TOKEN")'                                  || 'GET'
        'basic credentials'      | 'basic "ops", secret("TOKEN")'            || 'GET'
        'a secret header'        | 'header "X-Key", "${secret(\'TOKEN\')}"'                  || 'GET'
        'a secret form field'    | 'form(password: secret("TOKEN"))'                         || 'POST'
        'a secret JSON value'    | 'json(password: secret("TOKEN"))'                         || 'POST'
    }

    def 'check -e does not warn about #what'() {
        given:
        runbook(url, body)

        expect:
        rig.run('check', 'demo/one', '-e', 'test').err == ''

        where:
        what                        | url                               | body
        'a request without secrets' | 'http://api.example.invalid'      | 'header "Accept", "text/plain"'
        'TLS'                       | 'https://api.example.invalid'     | 'bearer secret("TOKEN")'
        'this machine'              | 'http://127.0.0.1:8080'           | 'bearer secret("TOKEN")'
        'this machine by IPv6'      | 'http://[::1]:8080'               | 'bearer secret("TOKEN")'
        'this machine by name'      | 'http://localhost:8080'           | 'bearer secret("TOKEN")'
    }

    def 'a run shows and records the warning once'() {
        given:
        runbook('http://api.example.invalid', 'bearer secret("TOKEN")', 'api', 'other')

        when:
        def answer = rig.run('run', 'demo/one', '-e', 'test')
        def shown = rig.run('show', 'last').out

        then:
        answer.out.count(WARNING) == 1
        shown.count(WARNING) == 1
        !(answer.out + answer.err + shown).contains('never-in-clear')
    }

    private void runbook(String url, String body, String... names) {
        rig.write('runbooks/demo/environments/test.yaml', "services: { api: '$url' }\nsecrets: { TOKEN: { env: TOKEN } }")
        def method = body =~ /^(form|json)/ ? 'post' : 'get'
        rig.runbook('demo/one', (names ?: ['api']).collect { "step('$it') { budget 5.seconds\n http { $method \"\${service('api')}/\"\n $body } }" }.join('\n'))
    }
}
