package dev.runbook.cli

import com.icegreen.greenmail.util.GreenMail
import com.icegreen.greenmail.util.ServerSetup
import dev.runbook.machine.Thorough
import groovy.json.JsonSlurper
import mockwebserver3.Dispatcher
import mockwebserver3.MockResponse
import mockwebserver3.MockWebServer
import mockwebserver3.RecordedRequest
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.ZoneOffset
import java.time.ZonedDateTime
import java.time.format.DateTimeFormatter

/** {@code doctor} against real servers: one line a check, and nothing is sent or changed. */
class DoctorCommandSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    MockWebServer server = new MockWebServer()

    @AutoCleanup('stop')
    GreenMail mail = new GreenMail(new ServerSetup(0, '127.0.0.1', 'smtp'))

    CommandRig rig
    Map<String, String> headers = [:]

    def setup() {
        server.dispatcher = new Dispatcher() {
            MockResponse dispatch(RecordedRequest request) {
                def answer = new MockResponse.Builder().code(503)
                headers.each { name, value -> answer.setHeader(name, value) }
                answer.build()
            }
        }
        server.start()
        mail.start()
        mail.setUser('runbook', 'mail-password')
        rig = new CommandRig(folder)
        rig.runbook('shop/restart', "step('Restart') { shell 'true' }")
        rig.variables << [SHOP_TOKEN: 'tops3cret', SMTP_PASSWORD: 'mail-password']
        Files.createFile(folder.resolve('shop.db'))
    }

    def 'an environment that is ready: every check passes, the exit code is 0'() {
        given:
        environment("""
            secrets: { TOKEN: { env: SHOP_TOKEN } }
            services: { api: 'http://127.0.0.1:$server.port' }
            databases: { shop: { url: 'jdbc:sqlite:$folder/shop.db' } }
            channels:
              hook: { webhook: 'http://127.0.0.1:$server.port/hook' }
              page: { command: [cat] }
              mail: { email: [team@example.com] }
              file: { file: $folder/none/messages.txt }
            mail: { server: '127.0.0.1:$mail.smtp.port', from: runbook@example.com, security: none, user: runbook, password: { env: SMTP_PASSWORD } }
            metrics: { textfiles: $folder }
            ping: 'http://127.0.0.1:$server.port/ping'
            """)

        when:
        def done = rig.run('doctor', 'shop/restart', '-e', 'test')

        then:
        done.exit == 0
        done.err == ''
        done.out.readLines()*.replaceFirst(/^(\w+) +(.*?) {2,}.*/, '$1 $2') == [
            'ok engine', 'ok runs', "ok secret 'TOKEN'", "ok service 'api'", "ok database 'shop'", "ok channel 'hook'", "skipped channel 'page'",
            "ok channel 'mail'", "ok channel 'file'", 'ok ping', 'ok textfiles', 'skipped clock', 'ok runbook restart.groovy', '13 checks, none failed']
        done.out.contains('answers with status 503')
        !done.out.contains('tops3cret')

        and: 'only the service was asked something, and nothing was sent or created'
        server.requestCount == 1
        mail.receivedMessages.length == 0
        !Files.exists(folder.resolve('none'))
        Files.list(folder).withCloseable { it.noneMatch { file -> file.fileName.toString().contains('.doctor') } }
    }

    def 'a check that fails is one line with the reason, and the exit code is 1: #what'() {
        given:
        def taken = new ServerSocket(0, 1, InetAddress.loopbackAddress).withCloseable { it.localPort }
        environment(text.replace('CLOSED', "$taken").replace('FOLDER', "$folder").replace('MAIL', "$mail.smtp.port").replace('PORT', "$server.port"))

        when:
        def done = rig.run('doctor', 'shop/restart', '-e', 'test', '--quiet')

        then:
        done.exit == 1
        done.out.readLines().size() == (lines ?: 1)
        done.out.readLines()[0] ==~ /failed +\Q$what\E +.*/
        done.out.contains(why.replace('FOLDER', "$folder"))
        !done.out.contains('Exception')
        !done.out.contains('\tat ')

        where:
        what                | text                                                                                                                       || why                                                  | lines
        "secret 'TOKEN'"    | 'secrets: { TOKEN: { env: NO_SUCH } }'                                                                                     || 'the environment variable NO_SUCH is not set'        | 0
        "service 'api'"     | "services: { api: 'http://127.0.0.1:CLOSED' }"                                                                             || 'Connection refused'                                 | 0
        "service 'api'"     | "services: { api: 'https://127.0.0.1:MAIL' }"                                                                              || 'no TLS'                                             | 0
        "hosts 'db'"        | "hosts: { db: 'app@127.0.0.1:CLOSED' }"                                                                                    || 'Connection refused'                                 | 0
        "hosts 'db'"        | "hosts: { db: { address: 'app@127.0.0.1', key: { file: /no/key } } }"                                                      || "the key of host 'db' cannot be read: /no/key"       | 0
        "database 'shop'"   | "databases: { shop: { url: 'jdbc:postgresql://127.0.0.1:CLOSED/x?sslmode=disable' } }"                                     || 'Connection'                                         | 0
        "database 'shop'"   | "databases: { shop: { url: 'jdbc:postgresql://127.0.0.1:CLOSED/x', user: me, password: { env: NO_SUCH } } }"               || 'the environment variable NO_SUCH is not set'        | 0
        "channel 'hook'"    | "channels: { hook: { webhook: 'http://127.0.0.1:CLOSED/secret-path' } }"                                                   || 'the server cannot be reached: Connection refused'   | 0
        "channel 'hook'"    | "channels: { hook: { webhook: 'https://127.0.0.1:MAIL/secret-path' } }"                                                    || 'no secure connection'                               | 0
        "channel 'page'"    | 'channels: { page: { command: [no-such-program] } }'                                                                       || 'is not on this machine: no-such-program'            | 0
        "channel 'file'"    | 'channels: { file: { file: FOLDER/shop.db/x } }'                                                                           || 'cannot write FOLDER/shop.db/x'                      | 0
        "channel 'mail'"    | "channels: { mail: { email: [a@b.de] } }\nmail: { server: '127.0.0.1:MAIL', from: a@b.de, security: none, user: x, password: { env: SHOP_TOKEN } }" || 'the mail server does not accept the user' | 0
        'shell path /no/bin' | 'shell: { path: [/no/bin] }'                                                                                              || 'there is no such folder'                            | 0
        'signing key'       | 'journal: { sign: /no/key.pem }'                                                                                           || '/no/key.pem'                                        | 2
        'textfiles'         | 'metrics: { textfiles: FOLDER/none }'                                                                                      || 'there is no such file or folder'                    | 0
        'ping'              | "ping: 'http://127.0.0.1:CLOSED/'"                                                                                         || 'Connection refused'                                 | 0
        'drill shop/restart' | 'drill: { expected: { shop/restart: every 7d } }'                                                                         || 'overdue drill: shop/restart in test is due every 7d' | 0
    }

    def 'the clock is compared with those of the targets'() {
        given:
        headers.Date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).minusHours(1))
        environment("services: { api: 'http://127.0.0.1:$server.port' }")

        when:
        def wrong = rig.run('doctor', 'shop/restart', '-e', 'test', '--quiet')
        headers.Date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC))
        def right = rig.run('doctor', 'shop/restart', '-e', 'test', '--quiet')

        then:
        wrong.exit == 1
        wrong.out ==~ /failed +clock +this machine is 1h( 00m)? ahead of service 'api'\n/
        right.exit == 0
        right.out == ''
    }

    def 'a runbook that lacks a program on this machine, or does not check, is named'() {
        given:
        environment('')
        rig.runbook('shop/restart', body)

        when:
        def done = rig.run('doctor', 'shop/restart', '-e', 'test', '--quiet')

        then:
        done.exit == 1
        done.out.readLines().size() == 1
        done.out.contains(why)

        where:
        body                                                  || why
        "stpe('Restart') { shell 'true' }"                    || "did you mean 'step'?"
        "step('Restart') { shell \"echo \${secret('NOPE')}\" }" || 'NOPE'
    }

    def 'for programs'() {
        given:
        environment('shell: { path: [/no/bin] }')

        when:
        def data = new JsonSlurper().parseText(rig.run('doctor', '-e', 'test', '--json').out)

        then:
        data.find { it.subject == 'shell path /no/bin' } == [result: 'failed', subject: 'shell path /no/bin', detail: 'there is no such folder']
    }

    def 'wrong input is one line: #arguments'() {
        given:
        environment('')
        rig.write('runbooks/other/environments/test.yaml', 'environment: test\n')
        rig.runbook('other/one', "step('x') { shell 'true' }")

        when:
        def done = rig.run('doctor', *arguments)

        then:
        done.exit == 2
        done.err.contains(message)
        done.out == ''

        where:
        arguments                                      || message
        ['-e', 'test']                                 || "environment 'test' is in 2 places: name a runbook, or the file with -e"
        ['shop/restart', '-e', 'tset']                 || "no environment 'tset'"
        ['shop/restrat', '-e', 'test']                 || "did you mean 'shop/restart'?"
        ['shop/restart', '--set', 'A=b']               || '--set is for --as-cron'
        ['shop/restart', '--as-cron', '--set', 'A']    || "'A' is not a variable: write it as NAME=VALUE"
        ['shop/restart', '--as-corn']                  || "unknown option '--as-corn': did you mean '--as-cron'?"
    }

    @Thorough('processes of the engine')
    def 'as cron: the variables of this shell are gone, those of the crontab are there'() {
        given:
        environment("secrets: { TOKEN: { env: SHOP_TOKEN } }")
        def file = folder.resolve('runbooks/shop/environments/test.yaml').toString()

        when:
        def bare = rig.run('doctor', '-e', file, '--as-cron', '--set', "RUNBOOK_HOME=$folder/cron")
        def set = rig.run('doctor', '-e', file, '--as-cron', '--set', "RUNBOOK_HOME=$folder/cron", '--set', 'SHOP_TOKEN=tops3cret')

        then:
        bare.exit == 1
        bare.out.contains('PATH=/usr/bin:/bin\n')
        bare.out.contains('the environment variable SHOP_TOKEN is not set')
        set.exit == 0
        set.out.contains("$folder/cron is writable")
        !set.out.contains('tops3cret')
    }

    private void environment(String text) {
        rig.write('runbooks/shop/environments/test.yaml', "environment: test\n${text.stripIndent()}\n")
    }
}
