package dev.runbook.watch

import dev.runbook.compile.RunbookRequest
import dev.runbook.compile.RunbookTexts
import dev.runbook.environment.TestEnvironment
import dev.runbook.journal.event.DeliveryResult
import dev.runbook.notify.Delivery
import dev.runbook.notify.Notice
import dev.runbook.notify.Notifier
import dev.runbook.time.FakeClock
import dev.runbook.trigger.Sample
import java.time.Duration
import java.time.Instant
import java.util.function.Consumer
import spock.lang.Specification

/**
 * The watcher is killed at every point at which it touches the outside: before and after each write of its state, each start and each
 * message, and while it reads its file again. Whatever the point, the next watcher ends with exactly one run for the incident.
 */
class KilledWatchSpec extends Specification implements RunbookTexts {
    static final MOST_POINTS = 500

    def environment = TestEnvironment.of()
    /** How many points are passed until the watcher dies; negative for never. */
    int left
    int passed
    FakeClock clock
    IncidentStore incidents
    Set<String> runs
    List<Notice> sent
    int home

    static class KilledHere extends Error {}

    /** What the file declares from the fourth tick on. */
    def reread

    def 'killed at every point: #effect, one run, and its message is not lost'() {
        given:
        def text = """runbook('shop/rollback') {
            lock 'shop'
            trigger('Down') { severity critical; every 15.seconds; consecutive 2; shell 'true'; when { exitCode == 1 }; $effect; tell 'team' }
            step('s') { shell 'true' }
        }"""
        def triggers = read(text)
        reread = read(text.replace('severity critical', 'severity high'))

        when: 'nobody kills it'
        scenario(triggers, -1)
        int points = passed

        then:
        runs.size() == 1
        points > 10
        points < MOST_POINTS

        and: 'it is killed at each point, once'
        (0..<points).findAll { point ->
            scenario(triggers, point)
            runs.size() != 1 || sent.empty
        } == []

        where:
        effect << ['cooldown 5.minutes', "ask 'lead', within: 5.minutes"]
    }

    /** Two good samples, four bad ones; the watcher that dies is replaced by another one. */
    private void scenario(triggers, int killAt) {
        home++
        clock = new FakeClock() {
            @Override
            Instant wall() {
                point()
                super.wall()
            }
        }
        incidents = new IncidentStore(folder.resolve("home-$home"))
        runs = []
        sent = []
        passed = 0
        left = -1
        def watch = newWatch(triggers)
        left = killAt
        [0, 0, 1, 1, 1, 1].eachWithIndex { exitCode, at ->
            def declared = at < 3 ? triggers : reread
            try {
                if (at == 3) {
                    watch = watch.continuedWith(reread, context())
                    point()
                }
                tick(watch, exitCode)
            } catch (KilledHere killed) {
                watch = newWatch(declared)
                watch.resume()
                tick(watch, exitCode)
            }
            clock.advance(Duration.ofSeconds(15))
        }
    }

    private void point() {
        passed++
        if (left-- == 0) {
            throw new KilledHere()
        }
    }

    private void tick(TriggerWatch watch, int exitCode) {
        watch.checkRequested()
        point()
        watch.begin().each {
            watch.take(new Sample('Down', clock.wall(), [ok: exitCode == 0, exitCode: exitCode], "exit code $exitCode", exitCode == 0, ''), true)
        }
        point()
        watch.save()
        point()
    }

    private read(String text) {
        file(text, 'runbooks/shop/rollback.groovy')
        reader().triggers(RunbookRequest.toCheck(folder.resolve('runbooks/shop/rollback.groovy'), [:], Optional.empty(), NOW))
    }

    private TriggerWatch newWatch(triggers) {
        new TriggerWatch(triggers, context(), new WatchFile(folder.resolve("home-$home"), 'test', 'shop/rollback'))
    }

    private WatchContext context() {
        def folder = folder.resolve("home-$home")
        def starter = new RunStarter() {
            @Override
            void start(Incident incident) {
                point()
                if (incidents.result(incident.id()).empty) { // as the process of the run does
                    runs << incident.id()
                    incidents.finish(incident.id(), new IncidentStore.Result('20260131-120000-ab', ''))
                }
                point()
            }

            @Override
            boolean alive(String incident) {
                false
            }

            @Override
            boolean approved(String incident) {
                false
            }
        }
        def notifier = new Notifier() {
            @Override
            void deliver(Notice notice, Consumer<Delivery> then) {
                point()
                sent << notice
                point()
                then.accept(new Delivery(DeliveryResult.SENT, '', Duration.ZERO))
            }

            @Override
            void close() {}
        }
        new WatchContext(environment, '', clock, folder, folder.resolve('locks'), incidents, starter, notifier, { point() }, { point() })
    }
}
