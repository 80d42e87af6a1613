package dev.runbook.watch

import com.sun.net.httpserver.HttpServer
import dev.runbook.EngineException
import dev.runbook.compile.RunbookRequest
import dev.runbook.compile.RunbookTexts
import dev.runbook.environment.Environment
import dev.runbook.journal.LockFile
import dev.runbook.journal.event.DeliveryResult
import dev.runbook.notify.Delivery
import dev.runbook.notify.Notice
import dev.runbook.notify.Notifier
import dev.runbook.run.Rig
import dev.runbook.run.lock.NotStartedException
import dev.runbook.time.FakeClock
import dev.runbook.trigger.Decision
import java.nio.file.Files
import java.time.Duration
import java.util.function.Consumer
import spock.lang.AutoCleanup
import spock.lang.Specification

/** One file watched against a real server: windows on disk, starts that happen once, whatever happens to the watcher. */
class TriggerWatchSpec extends Specification implements RunbookTexts {
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

    def environment = new Environment('test', false, Optional.empty(), [:], [:], [:], [:], [:], [:], [:],
            Environment.ShellSettings.none(), Environment.Drill.none(), Optional.empty(), new Rig.NoSecrets())
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

    def 'a run is started once the window is complete, with the samples that decided'() {
        given:
        tick()
        status = 503

        when:
        3.times { tick() }

        then:
        started*.trigger() == ['Down']
        started[0].parameters() == [reason: 'no healthy answer']
        Duration.between(java.time.Instant.parse(started[0].firstBad()), java.time.Instant.parse(started[0].decidedAt())) == Duration.ofSeconds(30)
        started[0].samples()*.value() == ['status 503'] * 3
        incidents.read(started[0].id()) == started[0]
        sent*.channel() == ['team']
        sent[0].text().contains('Down (critical) in test')
    }

    def 'a server that does not answer, answers garbage or hangs up is judged as the conditions say: #how'() {
        when:
        status = code
        body = text
        if (code == 0) {
            server.stop0()
        }
        tick()

        then:
        watch.decisions()[0].judgement().name() == judgement

        where:
        how              | code | text                      || judgement
        'it is healthy'  | 200  | '{"status": "healthy"}'   || 'GOOD'
        'an error'       | 500  | '{"status": "healthy"}'   || 'BAD'
        'another status' | 200  | '{"status": "sick"}'      || 'BAD'
        'no JSON'        | 200  | 'garbage'                 || 'NO_DATA'
        'refused'        | 0    | ''                        || 'BAD'
    }

    def 'the windows survive the watcher: a new process continues where the last one was killed'() {
        given:
        status = 503
        2.times { tick() }

        when:
        watch = newWatch()
        tick()

        then:
        started.size() == 1
    }

    def 'a watcher that dies while it starts a run starts it again, with the same incident'() {
        given:
        status = 503
        whenStarting = { throw new KilledHere() }

        when:
        3.times { tick() }

        then:
        thrown(KilledHere)

        when:
        whenStarting = {}
        watch = newWatch()
        watch.resume()
        5.times { tick() }

        then: 'the process of the run decides who is first: one incident, one run'
        started*.id().toSet().size() == 1
    }

    def 'a watcher that dies before the decision is on disk decides again: one start'() {
        given:
        status = 503
        whenReporting = { throw new KilledHere() }

        when:
        3.times { tick() }

        then: 'the request is written, the decision is not'
        thrown(KilledHere)
        started == []
        Files.list(home().resolve('watch/incidents')).count() == 1

        when:
        whenReporting = {}
        clock.advance(Duration.ofSeconds(15))
        watch = newWatch()
        watch.resume()
        3.times { tick() }

        then:
        started*.id().toSet().size() == 1
        sent.size() == 1
    }

    def 'a message is sent again when the watcher died while it sent it'() {
        given:
        status = 503
        whenSending = { throw new KilledHere() }

        when:
        3.times { tick() }

        then:
        thrown(KilledHere)

        when:
        whenSending = {}
        watch = newWatch()
        watch.resume()

        then:
        sent.size() == 1
    }

    def 'with a full disk nothing is started; when there is room again, the next sample starts it once'() {
        given:
        status = 503
        2.times { tick() }
        def state = Files.list(home().resolve('watch/state')).find { it.toString().endsWith('.json') }
        def inTheWay = state.resolveSibling(".${state.fileName}.${ProcessHandle.current().pid()}.part")
        Files.createDirectories(inTheWay.resolve('x'))

        when:
        tick()

        then:
        thrown(EngineException)
        started == []
        sent == []

        when:
        inTheWay.toFile().deleteDir()
        clock.advance(Duration.ofSeconds(15))
        tick()

        then:
        started.size() == 1
    }

    def 'a run that was refused lets the trigger fire again without a good sample, after its cooldown'() {
        given:
        status = 503
        3.times { tick() }

        when:
        incidents.finish(started[0].id(), new IncidentStore.Result('', 'the environment has no secret TOKEN'))
        2.times { tick() }
        def soon = started.size()
        8.times { tick() }

        then:
        soon == 1
        started*.id().toSet().size() == 2
        reports.any { it == 'Down: not started: the environment has no secret TOKEN' }
    }

    def 'a started run ends the request; the trigger does not fire again while it is bad'() {
        given:
        status = 503
        3.times { tick() }
        incidents.finish(started[0].id(), new IncidentStore.Result('20260131-120000-ab', ''))

        when:
        12.times { tick() }

        then:
        started.size() == 1
        reports.any { it == 'Down: started run 20260131-120000-ab' }
    }

    def 'a request that no process answers is repeated for five minutes, then the trigger is evaluated again'() {
        given:
        status = 503

        when:
        25.times { tick() }

        then:
        started*.id().toSet().size() == 2
        reports.any { it == 'Down: its run did not start; the trigger is evaluated again' }
    }

    def 'while a run holds the lock nothing is started'() {
        given:
        status = 503
        def lock = LockFile.take(home().resolve('locks/test--shop')).get()
        lock.says('maria, shop/rollback, process 1')

        when:
        3.times { tick() }

        then:
        started == []
        watch.decisions()[0].effect() == Decision.Effect.LOCKED
        watch.decisions()[0].reason() == "lock 'shop': maria, shop/rollback, process 1"

        when:
        lock.close()
        tick()

        then:
        started.size() == 1
    }

    def 'a lock of a run that waits for approval, or of a drill that yields, delays no start'() {
        given:
        status = 503
        def lock = LockFile.take(home().resolve('locks/test--shop')).get()
        lock.says('{"who":"maria","runbook":"shop/rollback","mode":"run","process":' + ProcessHandle.current().pid() + ',"since":"2026-01-31T12:00:00Z","yields":true,"run":null}')

        when:
        3.times { tick() }

        then:
        started.size() == 1

        cleanup:
        lock.close()
    }

    def 'a trigger that asks requests a run that waits for a yes, and says so'() {
        given:
        file(Files.readString(folder.resolve('runbooks/shop/rollback.groovy')).replace("tell 'team'", "ask 'lead', within: 15.minutes; tell 'team'"), 'runbooks/shop/rollback.groovy')
        watch = newWatch()
        status = 503

        when:
        6.times { tick() }

        then:
        started*.id().toSet().size() == 1
        started[0].approval().get().role() == 'lead'
        started[0].approval().get().withinMs() == 900_000
        started[0].approval().get().channels() == ['team']
        sent[0].text().endsWith('asks lead to start shop/rollback, within 15m')
        reports.contains('Down (critical): fired, asks lead to start shop/rollback')
    }

    def 'a wall clock that was set neither completes a window nor breaks it: #by'() {
        given:
        status = 503
        tick()
        clock.set(by)

        when:
        tick()

        then:
        started == []
        reports.any { it.contains('the clock of this machine was set') }

        when:
        tick()

        then:
        started.size() == 1

        where:
        by << [Duration.ofMinutes(5), Duration.ofMinutes(-5), Duration.ofHours(3)]
    }

    def 'why there is no data is reported'() {
        given:
        body = 'garbage'

        when:
        tick()
        status = 200
        tick()

        then:
        reports.findAll { it.startsWith('Down (critical): no data') }.size() == 1
    }

    def 'a measurement in progress delays no other trigger'() {
        given:
        file('''triggers('shop/d') {
            def slow = measure('Slow') { shell 'sleep 1' }
            def fast = measure('Fast') { shell 'exit 1' }
            trigger('a') { severity high; when { !slow.ok }; tell 'team' }
            trigger('b') { severity high; when { !fast.ok }; tell 'team' }
        }''', 'runbooks/shop/d.groovy')
        watch = newWatch('shop/d')

        when:
        def due = watch.begin()
        watch.take(measure(due.find { it.name() == 'Fast' }), true)

        then:
        watch.waits()
        watch.decisions()*.trigger()*.name() == ['b']
        sent.size() == 1

        when: 'the next period comes while it still hangs'
        clock.advance(Duration.ofSeconds(15))

        then:
        watch.begin()*.name() == ['Fast']
    }

    def 'one process at a time watches a file'() {
        given:
        def file = new WatchFile(home(), 'test', 'shop/rollback')
        def lock = file.take('maria')

        when:
        new WatchFile(home(), 'test', 'shop/rollback').take('jo')

        then:
        def refused = thrown(NotStartedException)
        refused.message.startsWith('shop/rollback is watched already: maria, process ')
        !refused.message.contains('\n')

        and: 'another environment is another matter'
        new WatchFile(home(), 'other', 'shop/rollback').take('jo').close()

        cleanup:
        lock.close()
    }

    def 'a damaged or missing state is an empty one'() {
        given:
        status = 503
        2.times { tick() }
        def state = Files.list(home().resolve('watch/state')).find { it.toString().endsWith('.json') }
        Files.writeString(state, text)

        when:
        watch = newWatch()
        tick()

        then:
        started == []
        watch.decisions()[0].effect() == Decision.Effect.WINDOW_OPEN

        where:
        text << ['', '{', '[]', '\u0000\u0000', '{"triggers": 7}']
    }

    static class KilledHere extends Error {}

    private void tick() {
        if (watch.waits()) {
            throw new IllegalStateException('in progress')
        }
        watch.checkRequested()
        watch.begin().each { watch.take(measure(it), true) }
        clock.advance(Duration.ofSeconds(15))
    }

    private measure(measurement) {
        measurer.measure(measurement)
    }

    private home() {
        folder.resolve('home')
    }

    private TriggerWatch newWatch(String id = 'shop/rollback') {
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
