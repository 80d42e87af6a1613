package dev.runbook.notify

import dev.runbook.environment.TestEnvironment
import dev.runbook.value.EnumWord
import dev.runbook.journal.event.DeliveryResult
import dev.runbook.journal.event.MessageTrigger
import dev.runbook.environment.Channel
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
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import java.util.concurrent.CountDownLatch
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
        def made = { Map<String, List> all -> all.collectEntries { name, c -> [name, new Channel(name, destination(c[0], c[1]), Optional.empty())] } }
        TestEnvironment.of(channels: made(channels), drill: new Environment.Drill(Optional.empty(), made(drill)), secrets: OpenedSecrets.none([:]))
    }

    static Channel.Destination destination(String kind, String at) {
        kind == 'file' ? new Channel.MessageFile(Path.of(at)) : new Channel.Hook(Channel.Hook.Format.valueOf(kind.toUpperCase()), new SecretSource.Plain(at))
    }

    Notice notice(Map options = [:]) {
        new Notice(options.channel ?: 'team', MessageTrigger.FAILED, options.text ?: 'It failed', Optional.empty(), options.within ?: Duration.ofSeconds(10),
                [run: 'r1', environment: 'test'])
    }

    List<Delivery> delivered(Environment environment, Notice notice, boolean drill = false) {
        try (def notifier = new ChannelNotifier(environment, drill, dev.runbook.time.Clock.system())) {
            notifier.deliver(notice) { deliveries << it }
        }
        deliveries
    }

    def 'a webhook receives the text and machine-readable details'() {
        given:
        server.enqueue(new MockResponse.Builder().code(204).build())

        when:
        def reported = delivered(environment(team: ['webhook', server.url('/hook').toString()]), notice())
        def body = new JsonSlurper().parseText(server.takeRequest(1, TimeUnit.SECONDS).body.utf8())

        then:
        reported*.result() == [DeliveryResult.SENT]
        body == [text: 'It failed', channel: 'team', event: 'failed', run: 'r1', environment: 'test']
    }

    def 'a message file is private to its owner, and #what is rejected immediately'() {
        given:
        def file = folder.resolve('messages.txt')
        make(file)

        when:
        def made = delivered(environment(team: ['file', file.toString()]), notice())

        then:
        made*.result() == [DeliveryResult.FAILED]
        made*.cause()[0].contains("cannot write $file: $reason")

        when:
        Files.delete(file)
        deliveries.clear()
        delivered(environment(team: ['file', file.toString()]), notice())

        then:
        deliveries*.result() == [DeliveryResult.SENT]
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) == 'rw-------'

        where:
        what                                | make                                                                                                    || reason
        'a link'                            | { Files.createSymbolicLink(it, Files.createFile(it.resolveSibling('other'))) }                            || 'it is a symbolic link'
        'a link to nothing'                 | { Files.createSymbolicLink(it, it.resolveSibling('other')) }                                              || 'it is a symbolic link'
        'a pipe without a reader'           | { ['mkfifo', it.toString()].execute().waitFor() }                                                        || 'it is not a regular file'
        'a file that others may write to'   | { Files.setPosixFilePermissions(Files.createFile(it), PosixFilePermissions.fromString('rw-rw-rw-')) }      || 'other users may write to it'
    }

    def 'a message file records when each message was sent, by the run\'s clock'() {
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

    def 'a value in a message file neither controls the terminal that shows it nor begins another message'() {
        given:
        def file = folder.resolve('messages.txt')

        when:
        delivered(environment(team: ['file', file.toString()]), notice(text: 'a \u001b]0;title\u0007 \u009b2J \u202eb \ud83d\udc68\u200d\ud83d\udcbb\r\n--- 2026-01-31T12:00:00Z to team (succeeded)'))

        then:
        Files.readString(file).readLines().drop(1) == ['a ␛]0;title␇ ·2J ·b \ud83d\udc68\u200d\ud83d\udcbb', ' --- 2026-01-31T12:00:00Z to team (succeeded)']
    }

    def 'an error does not quote the confidential part of an address: #address'() {
        given:
        server.enqueue(new MockResponse(400, okhttp3.Headers.of(), "cannot read $quoted"))

        when:
        delivered(environment(team: ['webhook', server.url(address).toString()]), notice())

        then:
        deliveries*.cause() == ['the receiver answered 400']

        where:
        address                         | quoted
        '/hooks/T0123456789'            | '/hooks/T0123456789'
        '/v1/messages?token=ab%2Fcdefgh' | 'token ab/cdefgh'
        '/v1/messages?token=ab%2Fcdefgh' | 'token=ab%2Fcdefgh'
    }

    def 'a message that cannot be recorded is not reported as an internal error'() {
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
        deliveries*.result() == [answers ? DeliveryResult.SENT : DeliveryResult.FAILED]

        where:
        answers << [true, false]
    }

    def 'a value cannot create a mention or a link in Slack'() {
        given:
        server.enqueue(new MockResponse.Builder().code(200).build())

        when:
        delivered(environment(team: ['slack', server.url('/').toString()]), notice(text: 'a <!channel> & <http://x|y>'))

        then:
        new JsonSlurper().parseText(server.takeRequest(1, TimeUnit.SECONDS).body.utf8()) ==
                [text: 'a &lt;!channel&gt; &amp; &lt;http://x|y&gt;', unfurl_links: false, unfurl_media: false]
    }

    def 'a drill marks its messages and sends them to the channel for drills'() {
        given:
        def file = folder.resolve('drill.txt')

        when:
        delivered(environment([team: ['webhook', server.url('/').toString()]], [all: ['file', file.toString()]]), notice(), true)

        then:
        Files.readString(file) =~ /(?s)^--- \S+ to team \(failed\)\n\[DRILL\] It failed\n$/
        server.requestCount == 0
    }

    def 'a receiver that rejects, is absent or never responds fails only the delivery'() {
        given:
        def address = server.url('/').toString()
        if (kind == 'refuses') {
            100.times { server.enqueue(new MockResponse.Builder().code(500).build()) }
        } else if (kind == 'absent') {
            server.close()
        }

        when:
        def reported = delivered(environment(team: ['webhook', address]), notice(within: Duration.ofSeconds(2)))

        then:
        reported*.result().collect { EnumWord.of(it) } == [result]
        reported[0].cause() =~ cause

        where:
        kind            || result     | cause
        'refuses'       || 'failed'   | /the receiver answered 500/
        'absent'        || 'failed'   | /[Ff]ailed to connect/
        'never answers' || 'timedOut' | /not delivered within 2s/
    }

    def 'an unknown channel is reported'() {
        expect:
        delivered(environment([:]), notice())*.cause() == ["environment 'test' has no channel 'team'"]
    }

    def 'messages of one channel arrive in order, however slow the receiver is'() {
        given: 'the first response takes the longest'
        (1..6).each { server.enqueue(new MockResponse.Builder().code(204).headersDelay(300L.intdiv(it), TimeUnit.MILLISECONDS).build()) }
        def texts = (1..6).collect { "message $it".toString() }
        def order = [].asSynchronized()

        when:
        try (def notifier = new ChannelNotifier(environment(team: ['webhook', server.url('/').toString()]), false, dev.runbook.time.Clock.system())) {
            texts.each { text -> notifier.deliver(notice(text: text)) { order << text } }
        }

        then:
        (1..6).collect { new JsonSlurper().parseText(server.takeRequest(1, TimeUnit.SECONDS).body.utf8()).text } == texts
        order == texts
    }

    def 'channels with the same destination share one order'() {
        given:
        def file = folder.resolve('drill.txt')
        def all = environment([team: ['webhook', 'http://x/'], boss: ['webhook', 'http://y/']], [all: ['file', file.toString()]])

        when:
        try (def notifier = new ChannelNotifier(all, true, dev.runbook.time.Clock.system())) {
            (1..40).each { notifier.deliver(notice(channel: it % 2 ? 'team' : 'boss', text: "message $it.")) { deliveries << it } }
        }

        then:
        (Files.readString(file) =~ /message (\d+)\./).collect { it[1] as int } == (1..40).toList()
    }

    def 'a message that waits for a slow one is still sent and reported as late, and delays no other channel'() {
        given:
        server.enqueue(new MockResponse.Builder().code(204).headersDelay(1500, TimeUnit.MILLISECONDS).build())
        server.enqueue(new MockResponse.Builder().code(204).build())
        def file = folder.resolve('other.txt')
        def channels = environment(team: ['webhook', server.url('/').toString()], other: ['file', file.toString()])
        def reported = [:].asSynchronized()

        when:
        try (def notifier = new ChannelNotifier(channels, false, dev.runbook.time.Clock.system())) {
            ['first', 'second'].each { name -> notifier.deliver(notice(text: name, within: Duration.ofMillis(name == 'first' ? 5_000 : 200))) { reported[name] = it } }
            notifier.deliver(notice(channel: 'other')) { reported.other = it }
        }

        then:
        reported*.value*.result() == [DeliveryResult.SENT] * 3
        reported.second.took() > Duration.ofMillis(1400)
        reported*.key.first() == 'other'
    }

    def 'a receiver that never responds delays the end by one message, and waiting messages are reported'() {
        given:
        def reported = [].asSynchronized()

        when:
        long began = System.nanoTime()
        try (def notifier = new ChannelNotifier(environment(team: ['webhook', server.url('/').toString()]), false, dev.runbook.time.Clock.system())) {
            (1..5).each { number -> notifier.deliver(notice(within: Duration.ofSeconds(2))) { reported << [number, EnumWord.of(it.result()), it.cause()] } }
        }
        def took = Duration.ofNanos(System.nanoTime() - began)

        then:
        took < Duration.ofSeconds(8)
        reported*.get(0) == [1, 2, 3, 4, 5]
        reported*.get(1).every { it == 'timedOut' }
        reported.last()[2] =~ /^not delivered within 2s, waiting for \d earlier messages? to the channel$/
    }

    def 'no more than a thousand messages wait for one channel'() {
        given: 'a receiver that takes the first message and does not respond yet'
        def taken = new CountDownLatch(1)
        def answers = new CountDownLatch(1)
        def clock = new dev.runbook.time.FakeClock()
        def queue = new ChannelQueue({ taken.countDown(); answers.await(); it.report(DeliveryResult.SENT, '') }, { new Thread(it).start() }, clock)
        def add = { queue.add(new QueuedNotice(notice(), { synchronized (deliveries) { deliveries << it } }, clock)) }

        when:
        add()
        taken.await()
        1_002.times { add() }

        then:
        deliveries*.cause() == ['not sent: 1000 earlier messages to the channel are waiting'] * 2

        when:
        answers.countDown()
        queue.drain()

        then:
        deliveries.countBy { EnumWord.of(it.result()) } == [failed: 2, sent: 1_001]
    }
}
