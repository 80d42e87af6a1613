package dev.runbook.run.lock

import dev.runbook.run.control.RunControl
import dev.runbook.journal.event.*
import dev.runbook.journal.LockFile
import dev.runbook.time.Clock
import dev.runbook.time.FakeClock
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport
import spock.lang.Specification
import spock.lang.TempDir

/** Waiting for locks, and the messages about their owners. */
class LocksSpec extends Specification {
    @TempDir
    Path folder

    def 'a refusal names the owner of the lock and how long the run waited'() {
        given:
        def clock = new FakeClock()
        def held = take(owner(Mode.DRILL, false), Duration.ZERO, clock)

        when:
        take(owner(asks, false), wait, clock)

        then:
        def refused = thrown(NotStartedException)
        refused.message ==~ /$said: lock 'traffic' in test is held by maria, test\/plan, process \d+ since 2026-01-31T12:00:00Z\n  --wait 10m   waits until it is released/

        cleanup:
        held.during {}

        where:
        asks       | wait                  || said
        Mode.RUN   | Duration.ZERO         || 'not started'
        Mode.RUN   | Duration.ofMinutes(2) || 'not started after waiting 2m'
        Mode.DRILL | Duration.ofMinutes(2) || 'not started after waiting 2m'
    }

    def 'whether the owner yields is a field of the lock file, whatever the operator is called'() {
        given:
        def clock = new FakeClock()
        def held = take(owner(Mode.DRILL, false, 'maria, a drill that yields, process 1 since '), Duration.ZERO, clock)

        when:
        take(owner(Mode.RUN, false), Duration.ZERO, clock)

        then:
        def refused = thrown(NotStartedException)
        refused.message.startsWith("not started: lock 'traffic' in test is held by maria,")

        cleanup:
        held.during {}
    }

    def 'an incident requests the lock from a drill that yields, and retries while another process blocks the request'() {
        given:
        def held = take(owner(Mode.DRILL, true), Duration.ZERO, Clock.system())
        def blocking = LockFile.take(folder.resolve('test--traffic.wanted')).get()
        boolean waits = false
        def incident = CompletableFuture.supplyAsync {
            take(owner(Mode.RUN, false), new LockWait(Duration.ofMinutes(2), { waits = true }, false), Clock.system())
        }

        when:
        until { waits }

        then:
        held.wanted().empty

        when:
        blocking.close()
        until { held.wanted().present }

        then:
        held.wanted().get().lock() == 'traffic'
        held.wanted().get().by() =~ /^maria, test\/plan, process/

        when:
        held.during {}
        def taken = incident.get(60, TimeUnit.SECONDS)

        then:
        taken.wanted().empty

        cleanup:
        taken?.during {}
    }

    def 'a run that waits for approval yields its lock like a drill, until the yes; it makes nobody yield itself'() {
        given:
        def held = take(owner(Mode.RUN, true), Duration.ZERO, new FakeClock())

        expect: 'a trigger that starts a run goes by who yields'
        Locks.holder(folder, 'test', ['traffic'], true).empty
        Locks.holder(folder, 'test', ['traffic'], false).get().contains('"yields":true')

        when: 'another run that waits for approval wants it'
        take(owner(Mode.RUN, true), Duration.ofSeconds(1), new FakeClock())

        then:
        def refused = thrown(NotStartedException)
        refused.message.contains('maria, test/plan, waits for approval, process')
        held.wanted().empty

        when:
        held.keep()

        then:
        Locks.holder(folder, 'test', ['traffic'], true).present

        cleanup:
        held.during {}
    }

    private Locks take(LockOwner owner, Duration wait, Clock clock) {
        take(owner, new LockWait(wait, {}, false), clock)
    }

    private Locks take(LockOwner owner, LockWait wait, Clock clock) {
        Locks.take(folder, 'test', ['traffic'], owner, wait, clock, new RunControl())
    }

    private static LockOwner owner(Mode mode, boolean yields, String who = 'maria') {
        new LockOwner(who, 'test/plan', mode, ProcessHandle.current().pid(), Instant.parse('2026-01-31T12:00:00Z'), yields)
    }

    private static void until(Closure<Boolean> holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30)
        while (!holds()) {
            assert System.nanoTime() < end
            LockSupport.parkNanos(5_000_000)
        }
    }
}
