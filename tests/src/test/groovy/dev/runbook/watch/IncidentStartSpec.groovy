package dev.runbook.watch

import dev.runbook.journal.LockFile
import dev.runbook.trigger.Decision
import java.nio.file.Files

/** The request of a fired trigger: repeated until a run answers it, and held back by locks. */
class IncidentStartSpec extends TriggerWatchRig {
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
}
