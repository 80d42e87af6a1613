package dev.runbook.watch

import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.compile.RunbookRequest
import dev.runbook.compile.RunbookTexts
import dev.runbook.environment.Environment
import dev.runbook.journal.Events
import dev.runbook.journal.LockFile
import dev.runbook.journal.RunStore
import dev.runbook.journal.event.DeliveryResult
import dev.runbook.notify.Delivery
import dev.runbook.notify.Notice
import dev.runbook.notify.Notifier
import dev.runbook.run.Rig
import dev.runbook.time.FakeClock
import java.nio.file.Files
import java.time.Duration
import java.util.function.Consumer
import spock.lang.Specification

/** {@code after}: a runbook that follows the end of another one, once for each run. */
class FollowUpSpec extends Specification implements RunbookTexts {
    FakeClock clock = new FakeClock()
    List<Incident> started = []
    List<Notice> sent = []
    List<String> reports = []
    def environment = new Environment('test', false, Optional.empty(), [:], [:], [:], [:], [:], [:], [:],
            Environment.ShellSettings.none(), Environment.Drill.none(), Optional.empty(), new Rig.NoSecrets())
    def triggers, watch

    def setup() {
        file("runbook('shop/rollback') { step('s') { shell 'true' } }", 'runbooks/shop/rollback.groovy')
        review("lock 'review'")
        watch = newWatch()
        watch.follow()
        watch.save()
    }

    def 'a run that has ended is followed once, this long after its end'() {
        given:
        def run = endedRun()

        when:
        pass(Duration.ofHours(23))

        then:
        started == []
        watch.followUps()*.effect() == [FollowUpDecision.Effect.WAITS]

        when:
        pass(Duration.ofHours(2))
        pass(Duration.ofHours(30))
        watch = newWatch()
        pass(Duration.ofMinutes(2))

        then:
        started.size() == 1
        started[0].trigger() == 'Review'
        started[0].parameters() == [rollback: run, why: "shop/rollback: succeeded"]
        started[0].afterRun() == run
        sent*.text() == ["Review in test\nafter run $run, shop/rollback: succeeded\nstarts shop/review".toString()]
        reports.contains("Review: after $run, shop/rollback: succeeded".toString())
    }

    def 'a file whose triggers only follow runs is due every minute'() {
        when:
        def next = [watch.untilNext()]
        clock.advance(Duration.ofSeconds(40))
        next << watch.untilNext()
        clock.advance(Duration.ofSeconds(40))
        next << watch.untilNext()

        then:
        next == [Duration.ofMinutes(1), Duration.ofSeconds(20), Duration.ZERO]
    }

    def 'each run is followed, however it ended: #status'() {
        given:
        endedRun(status: status)
        clock.advance(Duration.ofSeconds(10))
        endedRun(status: status)

        when:
        pass(Duration.ofHours(25))
        started.each { incidents().finish(it.id(), new IncidentStore.Result('20260131-120000-zz', '')) }
        pass(Duration.ofMinutes(2))
        started.each { incidents().finish(it.id(), new IncidentStore.Result('20260131-120000-zz', '')) }
        pass(Duration.ofMinutes(2))

        then: 'both need the same lock, so one after the other'
        started*.afterRun().toSet().size() == 2
        started.size() == 2

        where:
        status << ['succeeded', 'failed', 'aborted', 'fellBack']
    }

    def 'not followed: #what'() {
        given:
        endedRun(options)

        when:
        pass(Duration.ofHours(30))

        then:
        started == []

        where:
        what                                | options
        'a drill'                           | [mode: 'drill']
        'another environment'               | [environment: 'staging']
        'another runbook'                   | [runbook: 'shop/other']
        'a run whose start nobody approved' | [acted: false]
        'a run that has not ended'          | [ended: false]
    }

    def 'runs whose time had come before the trigger was first watched are ignored, later ones are not'() {
        given:
        Files.walk(folder.resolve('home/watch')).filter { Files.isRegularFile(it) }.each { Files.delete(it) }
        endedRun()
        clock.advance(Duration.ofHours(25))
        def later = endedRun()
        watch = newWatch()

        when:
        pass(Duration.ofMinutes(2))
        pass(Duration.ofHours(25))

        then:
        started*.afterRun() == [later]
    }

    def 'a start that had no effect is tried again later, and not at once'() {
        given:
        endedRun()
        pass(Duration.ofHours(25))
        incidents().finish(started[0].id(), new IncidentStore.Result('', 'the environment has no secret TOKEN'))

        when:
        pass(Duration.ofMinutes(2))
        def soon = started.size()
        pass(Duration.ofMinutes(6))

        then:
        soon == 1
        started*.id().toSet().size() == 2
        started*.afterRun().toSet().size() == 1
    }

    def 'while a run holds the lock nothing is started'() {
        given:
        endedRun()
        def lock = LockFile.take(folder.resolve('home/locks/test--review')).get()
        lock.says('maria')

        when:
        pass(Duration.ofHours(25))
        def locked = watch.followUps()*.effect()
        lock.close()
        pass(Duration.ofMinutes(2))

        then:
        locked == [FollowUpDecision.Effect.LOCKED]
        started.size() == 1
    }

    def 'a trigger that follows runs is refused: #why'() {
        when:
        review('', trigger)
        read()

        then:
        def refused = thrown(InvalidRunbookException)
        refused.message.contains(message)
        !refused.message.contains('Exception')

        where:
        why                     | trigger                                                                          || message
        'an unknown runbook'    | "after 1.hour, of: 'shop/rolback'; with rollback: 'x', why: 'y'"                 || "did you mean 'shop/rollback'"
        'it also measures'      | "after 1.hour, of: 'shop/rollback'; shell 'x'; with rollback: 'x', why: 'y'"      || 'fires after runs, so it measures nothing'
        'it also has a window'  | "after 1.hour, of: 'shop/rollback'; sustained 1.minute; with rollback: 'x', why: 'y'" || 'fires after runs, so it measures nothing'
        'a missing parameter'   | "after 1.hour, of: 'shop/rollback'"                                              || "cannot start this runbook"
        'no time'               | "after 0.minutes, of: 'shop/rollback'; with rollback: 'x', why: 'y'"             || "'after'"
    }

    private void review(String first, String trigger = "after 24.hours, of: 'shop/rollback'; with rollback: ended.run, why: \"\${ended.runbook}: \${ended.status}\"; tell 'team'") {
        file("""runbook('shop/review') {
            $first
            param 'rollback', 'which'
            param 'why', 'how it ended'
            trigger('Review') { $trigger }
            step('s') { shell 'true' }
        }""", 'runbooks/shop/review.groovy')
        triggers = null
    }

    private read() {
        triggers = triggers ?: reader().triggers(RunbookRequest.toCheck(folder.resolve('runbooks/shop/review.groovy'), [:], Optional.empty(), NOW))
    }

    /** Writes the journal of a run; returns its id. */
    private String endedRun(Map options = [:]) {
        def run = new RunStore(folder.resolve('home')).create(clock.wall())
        run.create(clock).withCloseable { journal ->
            journal.append(Events.runStarted([run: run.id(), runbook: 'shop/rollback', environment: 'test'] + options))
            if (options.acted != false) {
                journal.append(Events.attemptStarted('s'))
            }
            if (options.ended != false) {
                journal.append(Events.runFinished(options.status ?: 'succeeded', 0))
            }
        }
        run.id()
    }

    private void pass(Duration time) {
        clock.advance(time)
        watch.checkRequested()
        watch.follow()
    }

    private IncidentStore incidents() {
        new IncidentStore(folder.resolve('home'))
    }

    private TriggerWatch newWatch() {
        def home = folder.resolve('home')
        def starter = new RunStarter() {
            @Override
            void start(Incident incident) {
                started << incident
            }

            @Override
            boolean alive(String incident) {
                true
            }

            @Override
            boolean approved(String incident) {
                false
            }
        }
        def notifier = new Notifier() {
            @Override
            void deliver(Notice notice, Consumer<Delivery> then) {
                sent << notice
                then.accept(new Delivery(DeliveryResult.SENT, '', Duration.ZERO))
            }

            @Override
            void close() {}
        }
        new TriggerWatch(read(), new WatchContext(environment, '', clock, home, home.resolve('locks'), incidents(), starter, notifier, reports.&add, reports.&add),
            new WatchFile(home, 'test', 'shop/review'))
    }
}
