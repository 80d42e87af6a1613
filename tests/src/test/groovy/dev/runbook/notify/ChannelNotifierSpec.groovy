package dev.runbook.notify

import dev.runbook.environment.Environment
import dev.runbook.environment.OpenedSecrets
import dev.runbook.environment.SecretSource
import dev.runbook.journal.JournalException
import groovy.json.JsonSlurper
import mockwebserver3.MockResponse
import mockwebserver3.MockWebServer
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit

class ChannelNotifierSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    MockWebServer server = new MockWebServer()

    List<Delivery> deliveries = [].asSynchronized()

    def setup() {
        server.start()
    }

    Environment environment(Map<String, List> channels, Map<String, List> drill = [:]) {
        def made = { Map<String, List> all -> all.collectEntries { name, c -> [name, new Environment.Channel(name, Environment.Channel.Kind.of(c[0]), new SecretSource.Plain(c[1]))] } }
        new Environment('test', false, Optional.empty(), [:], [:], [:], [:], made(channels), [:], [:], Environment.ShellSettings.none(),
                new Environment.Drill(Optional.empty(), made(drill)), Optional.empty(), new OpenedSecrets([:], [:], {}))
    }

    Notice notice(Map options = [:]) {
        new Notice(options.channel ?: 'team', 'failed', options.text ?: 'It failed', options.within ?: Duration.ofSeconds(10),
                [run: 'r1', environment: 'test'])
    }

    List<Delivery> delivered(Environment environment, Notice notice, boolean drill = false) {
        try (def notifier = new ChannelNotifier(environment, drill, dev.runbook.time.Clock.system())) {
            notifier.deliver(notice) { deliveries << it }
        }
        deliveries
    }

    def 'a webhook gets the text and what machines want'() {
        given:
        server.enqueue(new MockResponse.Builder().code(204).build())

        when:
        def told = delivered(environment(team: ['webhook', server.url('/hook').toString()]), notice())
        def body = new JsonSlurper().parseText(server.takeRequest(1, TimeUnit.SECONDS).body.utf8())

        then:
        told*.result() == ['sent']
        body == [text: 'It failed', channel: 'team', event: 'failed', run: 'r1', environment: 'test']
    }

    def 'a file of messages says when each was sent, by the clock of the run'() {
        given:
        def file = folder.resolve('messages.txt')
        def notifier = new ChannelNotifier(environment(team: ['file', file.toString()]), false, new dev.runbook.time.FakeClock())

        when:
        notifier.deliver(notice()) { deliveries << it }
        notifier.close()

        then:
        java.nio.file.Files.readString(file) == '--- 2026-01-31T12:00:00Z to team (failed)\nIt failed\n'
        deliveries*.took() == [Duration.ZERO]
    }

    def 'what cannot be recorded of a message is told as what it is, not as a fault of the engine'() {
        given:
        def full = new JournalException('cannot write the journal')
        def channels = answers ? environment(team: ['file', folder.resolve('messages.txt').toString()]) : environment([:])

        when:
        try (def notifier = new ChannelNotifier(channels, false, dev.runbook.time.Clock.system())) {
            notifier.deliver(notice()) { deliveries << it; throw full }
        }

        then:
        def thrown = thrown(JournalException)
        thrown.is(full)
        deliveries*.result() == [answers ? 'sent' : 'failed']

        where:
        answers << [true, false]
    }

    def 'a value cannot make a mention or a link in Slack'() {
        given:
        server.enqueue(new MockResponse.Builder().code(200).build())

        when:
        delivered(environment(team: ['slack', server.url('/').toString()]), notice(text: 'a <!channel> & <http://x|y>'))

        then:
        new JsonSlurper().parseText(server.takeRequest(1, TimeUnit.SECONDS).body.utf8()) ==
                [text: 'a &lt;!channel&gt; &amp; &lt;http://x|y&gt;']
    }

    def 'a drill marks its messages and sends them where the environment sends the messages of drills'() {
        given:
        def file = folder.resolve('drill.txt')

        when:
        delivered(environment([team: ['webhook', server.url('/').toString()]], [all: ['file', file.toString()]]), notice(), true)

        then:
        Files.readString(file) =~ /(?s)^--- \S+ to team \(failed\)\n\[DRILL\] It failed\n$/
        server.requestCount == 0
    }

    def 'a receiver that refuses, is absent or never answers fails nothing but the delivery, in its own time'() {
        given:
        def address = server.url('/').toString()
        if (kind == 'refuses') {
            server.enqueue(new MockResponse.Builder().code(500).build())
        } else if (kind == 'absent') {
            server.close()
        }

        when:
        def told = delivered(environment(team: ['webhook', address]), notice(within: Duration.ofMillis(300)))

        then:
        told*.result() == [result]
        told[0].cause() =~ cause

        where:
        kind            || result     | cause
        'refuses'       || 'failed'   | /the receiver answered 500/
        'absent'        || 'failed'   | /[Ff]ailed to connect/
        'never answers' || 'timedOut' | /not delivered within 300ms/
    }

    def 'a channel the environment lacks is told'() {
        expect:
        delivered(environment([:]), notice())*.cause() == ["environment 'test' has no channel 'team'"]
    }
}
