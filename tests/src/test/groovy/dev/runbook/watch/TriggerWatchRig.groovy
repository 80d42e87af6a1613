package dev.runbook.watch

import com.sun.net.httpserver.HttpServer
import dev.runbook.compile.RunbookRequest
import dev.runbook.compile.RunbookTexts
import dev.runbook.environment.TestEnvironment
import dev.runbook.journal.event.DeliveryResult
import dev.runbook.notify.Delivery
import dev.runbook.notify.Notice
import dev.runbook.notify.Notifier
import dev.runbook.time.FakeClock
import dev.runbook.trigger.Sample
import java.nio.file.Path
import java.time.Duration
import java.util.function.Consumer
import spock.lang.AutoCleanup
import spock.lang.Specification

/** One file watched against a real server, by a process that can die where it starts a run, sends a message or reports. */
abstract class TriggerWatchRig extends Specification implements RunbookTexts {
    static final WATCHED = '''
        lock 'shop'
        param 'reason', 'why'
        rto 2.minutes
        trigger('Down') {
            severity critical
            every 15.seconds
            sustained 30.seconds
            http { get 'http://127.0.0.1:PORT/health' }
            when { !ok || json.status != 'healthy' }
            with reason: 'no healthy answer'
            tell 'team'
        }
        step('s') { shell 'true' }'''

    FakeClock clock = new FakeClock()
    List<Incident> started = []
    List<Notice> sent = []
    List<String> reports = []
    /** What happens to the process at the moment when it starts a run, or sends a message. */
    Closure whenStarting = {}
    Closure whenSending = {}
    Closure whenReporting = {}
    int status = 200
    String body = '{"status": "healthy"}'

    @AutoCleanup('stop0')
    def server = new Object() {
        final HttpServer http = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)

        void stop0() {
            http.stop(0)
        }
    }

    def environment = TestEnvironment.of()
    @AutoCleanup
    Measurer measurer = new Measurer(environment, clock)

    def incidents
    TriggerWatch watch

    def setup() {
        server.http.createContext('/health') { exchange ->
            exchange.sendResponseHeaders(status, body.length())
            exchange.responseBody.withCloseable { it.write(body.bytes) }
        }
        server.http.start()
        file("runbook('shop/rollback') {\n${WATCHED.replace('PORT', server.http.address.port.toString())}\n}", 'runbooks/shop/rollback.groovy')
        incidents = new IncidentStore(home())
        watch = newWatch()
    }

    static class KilledHere extends Error {}

    void tick() {
        if (watch.waits()) {
            throw new IllegalStateException('in progress')
        }
        watch.checkRequested()
        watch.begin().each { watch.take(measure(it), true) }
        clock.advance(Duration.ofSeconds(15))
    }

    Sample measure(measurement) {
        measurer.measure(measurement)
    }

    Path home() {
        folder.resolve('home')
    }

    TriggerWatch newWatch(String id = 'shop/rollback') {
        def triggers = reader().triggers(RunbookRequest.toCheck(folder.resolve("runbooks/${id}.groovy"), [:], Optional.empty(), NOW))
        def starter = new RunStarter() {
            void start(Incident incident) {
                whenStarting()
                started << incident
            }

            boolean alive(String incident) {
                false
            }

            boolean approved(String incident) {
                false
            }
        }
        def notifier = new Notifier() {
            void deliver(Notice notice, Consumer<Delivery> then) {
                whenSending()
                sent << notice
                then.accept(new Delivery(DeliveryResult.SENT, '', Duration.ZERO))
            }

            void close() {}
        }
        new TriggerWatch(triggers, new WatchContext(environment, '', clock, home(), home().resolve('locks'), incidents, starter, notifier, { whenReporting(); reports << it }, { reports << it }),
            new WatchFile(home(), 'test', id))
    }
}
