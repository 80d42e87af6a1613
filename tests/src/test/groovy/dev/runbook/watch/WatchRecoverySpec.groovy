package dev.runbook.watch

import dev.runbook.EngineException
import dev.runbook.run.lock.NotStartedException
import dev.runbook.trigger.Decision
import java.nio.file.Files
import java.time.Duration

/** What survives the death of a watcher, a full disk or a damaged state: each start and message once. */
class WatchRecoverySpec extends TriggerWatchRig {
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
}
