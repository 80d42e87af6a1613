package dev.runbook.notify

import dev.runbook.environment.EnvironmentFile
import dev.runbook.journal.event.DeliveryResult
import dev.runbook.journal.event.MessageTrigger
import dev.runbook.time.Clock
import groovy.json.JsonSlurper
import mockwebserver3.Dispatcher
import mockwebserver3.MockResponse
import mockwebserver3.MockWebServer
import mockwebserver3.RecordedRequest
import okhttp3.tls.HandshakeCertificates
import okhttp3.tls.HeldCertificate
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** What the receivers of messages get, byte for byte, as an environment file declares them. */
class ReceiversSpec extends Specification {
    static final HOSTILE = 'Failed: "quoted" \\ {"a": 1}\r\nTo: <!channel> @everyone <at>all</at> [x](http://evil) &To=+49 *bold*'
    /** The same with line feeds, as every message has them. */
    static final ARRIVES = HOSTILE.replace('\r\n', '\n')

    @TempDir
    Path folder

    @AutoCleanup
    MockWebServer server = new MockWebServer()

    List<Delivery> deliveries = [].asSynchronized()

    def answers = { RecordedRequest request -> [code: 200, body: 'ok'] }

    def setup() {
        server.dispatcher = new Dispatcher() {
            @Override
            MockResponse dispatch(RecordedRequest request) {
                def answer = answers(request)
                new MockResponse.Builder().code(answer.code).body(answer.body ?: '').with { b -> (answer.headers ?: [:]).each { k, v -> b.addHeader(k, v) }; b.build() }
            }
        }
    }

    String url(String path = '') {
        server.started || server.start()
        server.url('/').toString().replaceFirst('/$', '') + path
    }

    void send(String channel, List<Map> notices, Map<String, String> variables = [:], boolean drill = false) {
        def file = folder.resolve('test.yaml')
        Files.writeString(file, "environment: test\nchannels:\n  team: $channel\n")
        def environment = EnvironmentFile.read(file, [HOME: folder.toString()] + variables)
        try (def notifier = new ChannelNotifier(environment, drill, Clock.system())) {
            notices.each { one ->
                notifier.deliver(new Notice('team', one.on ?: MessageTrigger.FAILED, one.text ?: 'It failed', Optional.empty(), one.within ?: Duration.ofSeconds(20),
                        [run: '2026-r1', runbook: 'erpgo/rollback', environment: 'test', mode: 'run'])) { deliveries << it }
            }
        }
    }

    static json(RecordedRequest request) {
        new JsonSlurper().parseText(request.body.utf8())
    }

    def 'Teams gets a card whose text is read as plain text only'() {
        when:
        send("{ teams: '${url('/workflow')}' }", [[text: HOSTILE + '\n\nlast']])
        def body = json(server.takeRequest())
        def card = body.attachments[0].content

        then:
        deliveries*.result() == [DeliveryResult.SENT]
        body.type == 'message'
        body.attachments*.contentType == ['application/vnd.microsoft.card.adaptive']
        card.type == 'AdaptiveCard'
        card.body*.type as Set == ['RichTextBlock'] as Set
        card.body*.inlines.flatten()*.type as Set == ['TextRun'] as Set
        card.body*.inlines.flatten()*.text == HOSTILE.split('\r\n').toList() + ['last']
        !card.msteams.entities
    }

    def 'a long text fits the limit of a Teams message'() {
        when:
        send("{ teams: '${url('/workflow')}' }", [[text: '\u20ac"\u0001' * 20_000]])

        then:
        server.takeRequest().body.size() < 28_000
        deliveries*.cause() == ['shortened to 4000 characters, the most that the channel takes']
    }

    def 'a text that is too long ends with a word and an ellipsis: #channel'() {
        when:
        send("{ $channel: '${url('/hook')}' }", [[text: 'word ' * 10_000], [text: 'word']])
        def sent = server.takeRequest().body.utf8()

        then:
        sent =~ /word word…"/
        sent.count('word') == words
        deliveries*.result() == [DeliveryResult.SENT] * 2
        deliveries*.cause() == ["shortened to $most characters, the most that the channel takes", '']

        where:
        channel | most   || words
        'slack' | 40_000 || 8_000
        'teams' | 4_000  || 800
    }

    def 'PagerDuty gets one alert for a run, which its success resolves'() {
        when:
        send("{ pagerduty: { env: PD_KEY }, url: '${url()}' }",
                [[on: MessageTrigger.STARTED, text: 'Rollback started'], [on: MessageTrigger.AT_RISK], [on: MessageTrigger.FAILED, text: "$HOSTILE\nmore"], [on: MessageTrigger.RECOVERED]],
                [PD_KEY: 'R0123456789abcdef'])
        def requests = (1..4).collect { server.takeRequest() }
        def events = requests.collect { json(it) }

        then:
        deliveries*.result() == [DeliveryResult.SENT] * 4
        requests*.target as Set == ['/v2/enqueue'] as Set
        events*.routing_key as Set == ['R0123456789abcdef'] as Set
        events*.dedup_key as Set == ['runbook-2026-r1'] as Set
        events*.event_action == ['trigger', 'trigger', 'trigger', 'resolve']
        events*.payload.severity == ['info', 'warning', 'critical', 'info']
        events[2].payload.summary == 'Failed: "quoted" \\ {"a": 1}'
        events[2].payload.source == 'erpgo/rollback'
        events[2].payload.custom_details.text == "$ARRIVES\nmore".toString()
    }

    def 'Twilio gets a form for each number, and a long text in numbered parts'() {
        given:
        def text = ('word ' * 700).strip()

        when:
        send("{ sms: { to: ['+491701234567', '+491701234568'], from: '+4915735980000', account: AC12, token: { env: TOKEN } }, url: '${url()}' }",
                [[text: HOSTILE], [text: text]], [TOKEN: 'twilio-token'])
        def requests = (1..server.requestCount).collect { server.takeRequest() }
        def forms = requests.collect { it.body.utf8().split('&').collectEntries { pair -> pair.split('=', 2).collect { URLDecoder.decode(it, 'UTF-8') } } }

        then:
        deliveries*.result() == [DeliveryResult.SENT] * 2
        requests*.target as Set == ['/2010-04-01/Accounts/AC12/Messages.json'] as Set
        requests*.headers*.get('Authorization') as Set == ['Basic ' + 'AC12:twilio-token'.bytes.encodeBase64()] as Set
        forms*.keySet() as Set == [['To', 'From', 'Body'] as Set] as Set
        forms[0..1].collect { [it.To, it.Body] } == [['+491701234567', ARRIVES], ['+491701234568', ARRIVES]]
        forms[2..4]*.Body.every { it.length() <= 1600 }
        forms[2..4]*.Body*.take(6) == ['(1/3) ', '(2/3) ', '(3/3) ']
        forms[2..4]*.Body*.substring(6).join(' ') == text
        forms.size() == 8
    }

    def 'a number that the provider rejects is named, and the others get the message'() {
        given:
        answers = { it.body.utf8().contains('To=%2B491701234568') ? [code: 400, body: '{"code": 21211, "message": "Invalid \'To\' number"}'] : [code: 201, body: '{}'] }

        when:
        send("{ sms: { to: ['+491701234568', '+491701234567'], from: ERPGo, account: AC12, token: { env: TOKEN } }, url: '${url()}' }", [[:]], [TOKEN: 'twilio-token'])

        then:
        server.requestCount == 2
        deliveries*.cause() == ['not accepted for +491701234568: the receiver answered 400: {"code": 21211, "message": "Invalid \'To\' number"}']
    }

    def 'the status page shows one incident for a run, also after the engine was restarted'() {
        given:
        def incidents = []
        answers = { request ->
            if (request.method == 'POST') {
                incidents << [id: 'abc1', metadata: json(request).incident.metadata]
            }
            request.method == 'GET' ? [code: 200, body: groovy.json.JsonOutput.toJson([[id: 'other', metadata: [:]]] + incidents)] : [code: 201, body: '{}']
        }
        def channel = "{ statuspage: { page: kctb1, token: { env: TOKEN } }, url: '${url()}' }"

        when:
        send(channel, [[on: MessageTrigger.STARTED, text: 'ERPGo rollback\nUsers may see errors']], [TOKEN: 'page-token'])
        send(channel, [[on: MessageTrigger.SUCCEEDED, text: 'All is well']], [TOKEN: 'page-token'])
        def requests = (1..4).collect { server.takeRequest() }

        then:
        deliveries*.result() == [DeliveryResult.SENT] * 2
        requests*.headers*.get('Authorization') as Set == ['OAuth page-token'] as Set
        requests.collect { "$it.method $it.target".toString() } == ['GET /v1/pages/kctb1/incidents/unresolved', 'POST /v1/pages/kctb1/incidents',
            'GET /v1/pages/kctb1/incidents/unresolved', 'PATCH /v1/pages/kctb1/incidents/abc1']
        with(json(requests[1]).incident) {
            name == 'ERPGo rollback'
            status == 'investigating'
            body == 'Users may see errors'
        }
        json(requests[3]) == [incident: [status: 'resolved', body: 'All is well']]
    }

    def 'a program reads the message from its standard input; no text of it is in its command line'() {
        given:
        def out = folder.resolve('out')
        def program = folder.resolve('page')
        Files.writeString(program, '#!/bin/sh\nprintf "%s\\n" "$#" "$1" "$RUNBOOK_EVENT" "$RUNBOOK_RUN" "${SECRET_URL-unset}" >' + out + '\ncat >>' + out + '\n')
        program.toFile().executable = true

        when:
        send("{ command: ['$program', '--team'] }\n  other: { slack: { env: SECRET_URL } }", [[text: '--help; $(rm -rf x) `id`']], [SECRET_URL: 'https://hooks/x'])

        then:
        deliveries*.result() == [DeliveryResult.SENT]
        Files.readString(out) == '1\n--team\nfailed\n2026-r1\nunset\n--help; $(rm -rf x) `id`\n'
    }

    def 'a program that #what fails only the delivery'() {
        given:
        def program = folder.resolve('page')
        Files.writeString(program, "#!/bin/sh\n$script\n")
        program.toFile().executable = !absent

        when:
        send("{ command: ['$program'] }", [[text: 'x' * 200_000, within: Duration.ofMillis(800)]])

        then:
        deliveries*.result() == [result]
        deliveries[0].cause() =~ cause

        where:
        what             | script                      | absent || result                   | cause
        'reports errors' | 'echo no modem >&2; exit 3' | false  || DeliveryResult.FAILED    | /ended with exit code 3: no modem$/
        'never ends'     | 'sleep 60 & cat; sleep 60'  | false  || DeliveryResult.TIMED_OUT | /not delivered within 800ms/
        'is absent'      | ''                          | true   || DeliveryResult.FAILED    | /cannot be started/
    }

    def 'a receiver that is busy gets the message again, as soon as it asks for; one that rejects it does not'() {
        given:
        def codes = first.iterator()
        answers = { codes.hasNext() ? [code: codes.next(), body: 'slow down', headers: ['Retry-After': '1']] : [code: 200, body: 'ok'] }

        when:
        send("{ webhook: '${url('/')}' }", [[within: Duration.ofSeconds(seconds)]])

        then:
        deliveries*.result() == [result]
        deliveries[0].cause() == cause
        server.requestCount == requests

        where:
        first       | seconds || result                | requests | cause
        [429, 503]  | 20      || DeliveryResult.SENT   | 3        | ''
        [400]       | 20      || DeliveryResult.FAILED | 1        | 'the receiver answered 400: slow down'
        [503, 503]  | 2       || DeliveryResult.FAILED | 2        | 'the receiver answered 503: slow down (2 attempts)'
    }

    def 'a channel has its own certificates'() {
        given:
        def authority = new HeldCertificate.Builder().certificateAuthority(0).build()
        def certificate = new HeldCertificate.Builder().addSubjectAlternativeName('localhost').signedBy(authority).build()
        server.useHttps(new HandshakeCertificates.Builder().heldCertificate(certificate, authority.certificate()).build().sslSocketFactory())
        Files.writeString(folder.resolve('ca.pem'), authority.certificatePem())

        when:
        send("{ webhook: '${url('/')}'$ca }", [[:]])

        then:
        deliveries*.result() == [result]

        where:
        ca           || result
        ', ca: ca.pem' || DeliveryResult.SENT
        ''           || DeliveryResult.FAILED
    }

    def 'what a receiver answers is recorded without the secrets of the environment'() {
        given:
        answers = { [code: 400, body: "no such hook: ${it.target}"] }

        when:
        send('{ webhook: { env: HOOK } }', [[:]], [HOOK: url('/T0123/secretpath')])

        then:
        deliveries*.result() == [DeliveryResult.FAILED]
        deliveries*.cause() == ['the receiver answered 400']
    }
}
