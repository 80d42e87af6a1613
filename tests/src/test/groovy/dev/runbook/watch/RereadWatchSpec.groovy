package dev.runbook.watch

import dev.runbook.compile.RunbookRequest
import dev.runbook.compile.RunbookTexts
import dev.runbook.environment.Environment
import dev.runbook.journal.event.DeliveryResult
import dev.runbook.notify.Delivery
import dev.runbook.notify.Notice
import dev.runbook.notify.Notifier
import dev.runbook.run.Rig
import dev.runbook.time.FakeClock
import dev.runbook.trigger.Decision
import dev.runbook.trigger.Sample
import java.time.Duration
import java.util.function.Consumer
import spock.lang.Specification

/** A watch continues with what its file declares now: in the same process, and after a restart. */
class RereadWatchSpec extends Specification implements RunbookTexts {
    static final DOWN = "trigger('Down') { severity high; sustained 30.seconds; when { !health.ok }; start 'shop/rollback'; tell 'team' }"

    FakeClock clock = new FakeClock()
    List<Incident> started = []
    List<Notice> sent = []
    List<Consumer<Delivery>> undelivered = []
    List<String> reports = []
    IncidentStore incidents
    TriggerWatch watch
    def environment = new Environment('test', false, Optional.empty(), [:], [:], [:], [:], [:], [:], [:],
            Environment.ShellSettings.none(), Environment.Drill.none(), Optional.empty(), new Rig.NoSecrets())

    def setup() {
        file("runbook('shop/rollback') { lock 'shop'; rto 2.minutes; step('s') { shell 'true' } }", 'runbooks/shop/rollback.groovy')
        incidents = new IncidentStore(folder.resolve('home'))
    }

    def 'an unchanged trigger keeps its window, a new one begins fresh: #how'() {
        given:
        watch = newWatch(declares(DOWN))
        2.times { tick(false) }

        when:
        reread(how, declares(DOWN, "trigger('Twice') { severity low; consecutive 2; when { !health.ok }; tell 'team' }"))
        tick(false)

        then:
        started*.trigger() == ['Down']
        Duration.between(java.time.Instant.parse(started[0].firstBad()), java.time.Instant.parse(started[0].decidedAt())) == Duration.ofSeconds(30)
        effects() == [Down: Decision.Effect.STARTS, Twice: Decision.Effect.WINDOW_OPEN]

        where:
        how << ['in the process', 'after a restart']
    }

    def 'a trigger that has fired does not fire again, whatever of it changes: #change'() {
        given:
        watch = newWatch(declares(DOWN))
        3.times { tick(false) }

        when:
        reread('in the process', declares(now))
        incidents.finish(started[0].id(), new IncidentStore.Result('20260131-120000-ab', ''))
        20.times { tick(false) }

        then: 'the run ended long ago, and its cooldown is over'
        started*.id().toSet().size() == 1

        where:
        change           | now
        'nothing'        | DOWN
        'its window'     | DOWN.replace('30.seconds', '15.seconds')
        'its conditions' | DOWN.replace('!health.ok', '!health.ok && health.exitCode != 7')
        'its severity'   | DOWN.replace('high', 'critical')
    }

    def 'the window begins again when the conditions or a measurement say something else: #change, #how'() {
        given:
        watch = newWatch(declares(DOWN))
        2.times { tick(false) }

        when:
        reread(how, text(declares(DOWN)))
        tick(false)

        then:
        started == []
        effects() == [Down: Decision.Effect.WINDOW_OPEN]

        when:
        2.times { tick(false) }

        then:
        started.size() == 1

        where:
        change        | how               | text
        'conditions'  | 'in the process'  | { it.replace('!health.ok', '!health.ok && health.exitCode != 7') }
        'conditions'  | 'after a restart' | { it.replace('!health.ok', '!health.ok && health.exitCode != 7') }
        'measurement' | 'in the process'  | { it.replace("shell 'true'", "shell 'exit 0'") }
        'measurement' | 'after a restart' | { it.replace("shell 'true'", "shell 'exit 0'") }
    }

    def 'a removed trigger ends: its run that no process has begun is refused, and said'() {
        given:
        watch = newWatch(declares(DOWN))
        3.times { tick(false) }
        assert watch.awaitsStart()

        when:
        reread(how, declares("trigger('Other') { severity low; when { !health.ok }; tell 'team' }"))

        then:
        !watch.awaitsStart()
        incidents.result(started[0].id()).get().refused() == 'the trigger was removed before its run was started'
        reports.contains('Down: removed, and the run that it had requested is not started')

        when: 'it comes back'
        reread(how, declares(DOWN))
        9.times { tick(false) }

        then: 'it begins fresh, after the cooldown of its lock'
        started.size() == 2

        where:
        how << ['in the process', 'after a restart']
    }

    def 'a run that a process is starting is not refused when its trigger is removed; its start is reported'() {
        given:
        watch = newWatch(declares(DOWN))
        3.times { tick(false) }
        def process = incidents.claim(started[0].id()).get()

        when:
        reread('in the process', declares("trigger('Other') { severity low; when { !health.ok }; tell 'team' }"))

        then:
        watch.awaitsStart()

        when:
        incidents.finish(started[0].id(), new IncidentStore.Result('20260131-120000-ab', ''))
        process.close()
        watch.checkRequested()

        then:
        reports.contains('Down: started run 20260131-120000-ab')
    }

    def 'a message in progress is delivered once'() {
        given:
        watch = newWatch(declares(DOWN))
        3.times { tick(false) }

        when:
        reread('in the process', declares(DOWN))
        undelivered*.accept(new Delivery(DeliveryResult.SENT, '', Duration.ZERO))
        watch.save()
        watch = newWatch(declares(DOWN))
        watch.resume()

        then:
        sent.size() == 1
    }

    def 'periods continue; what is measured now is measured again at once'() {
        given:
        watch = newWatch(declares(DOWN))
        watch.begin().each { watch.take(new Sample('Health', clock.wall(), [ok: true], 'ok', true, ''), true) }
        clock.advance(Duration.ofSeconds(10))

        when:
        reread('in the process', declares(DOWN))

        then:
        watch.begin() == []
        watch.untilNext() == Duration.ofSeconds(5)

        when:
        clock.advance(Duration.ofSeconds(5))
        watch.begin()
        reread('in the process', declares(DOWN))

        then:
        watch.begin()*.name() == ['Health']
    }

    def 'the changes are described in one line: #line'() {
        given:
        watch = newWatch(declares(DOWN))

        when:
        reread('in the process', now)

        then:
        watch.changes() == line

        where:
        now                                                                   || line
        declares(DOWN)                                                        || ''
        declares(DOWN) + ' // a comment'                                      || ''
        declares(DOWN.replace('30.seconds', '1.minute'))                      || "changed 'Down'"
        declares(DOWN.replace("tell 'team'", "tell 'other'"))                 || "changed 'Down'"
        declares(DOWN).replace("shell 'true'", "shell 'false'")               || "changed measurement 'Health'"
        declares("trigger('X') { severity low; when { !health.ok }; tell 'team' }") || "new 'X'; removed 'Down'"
    }

    private static String declares(String... triggers) {
        "triggers('shop/d') { every 15.seconds\n def health = measure('Health') { shell 'true' }\n ${triggers.join('\n')} }"
    }

    private Map effects() {
        watch.decisions().collectEntries { [it.trigger().name(), it.effect()] }
    }

    private void reread(String how, String text) {
        if (how == 'after a restart') {
            watch = newWatch(text)
            watch.resume()
            watch.save()
        } else {
            watch = watch.continuedWith(read(text), context())
        }
    }

    private void tick(boolean ok) {
        watch.checkRequested()
        watch.begin().each { watch.take(new Sample('Health', clock.wall(), [ok: ok, exitCode: ok ? 0 : 1], ok ? 'ok' : 'down', ok, ''), true) }
        clock.advance(Duration.ofSeconds(15))
    }

    private read(String text) {
        file(text, 'runbooks/shop/d.groovy')
        reader().triggers(RunbookRequest.toCheck(folder.resolve('runbooks/shop/d.groovy'), [:], Optional.empty(), NOW))
    }

    private context() {
        def home = folder.resolve('home')
        def starter = new RunStarter() {
            void start(Incident incident) {
                started << incident
            }

            boolean alive(String incident) {
                true
            }

            boolean approved(String incident) {
                false
            }
        }
        def notifier = new Notifier() {
            void deliver(Notice notice, Consumer<Delivery> then) {
                sent << notice
                undelivered << then
            }

            void close() {}
        }
        new WatchContext(environment, '', clock, home, home.resolve('locks'), incidents, starter, notifier, reports.&add, reports.&add)
    }

    private TriggerWatch newWatch(String text) {
        new TriggerWatch(read(text), context(), new WatchFile(folder.resolve('home'), 'test', 'shop/d'))
    }
}
