package dev.runbook.run.execution

import dev.runbook.run.control.StopRequest
import dev.runbook.journal.Events
import dev.runbook.journal.event.*
import dev.runbook.AuthorException
import dev.runbook.action.Outcome
import dev.runbook.journal.JournalException
import dev.runbook.model.UndoReport
import dev.runbook.plan.*
import dev.runbook.value.StopProof
import dev.runbook.run.Rig
import spock.lang.Specification

import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.locks.LockSupport

class ContainerSpec extends Specification {
    def rig = new Rig()

    Task undo(String name, Closure... attempts) {
        rig.step(kind: Task.Kind.UNDO, name, *attempts)
    }

    Handler undoing() {
        rig.handler([new UndoAll(rig.place())], new Handler.Stop())
    }

    def 'undoAll undoes the finished steps of its container, last first'() {
        when:
        def end = rig.run(rig.plan([rig.step('before', undo: undo('not this')),
                rig.group(Group.Kind.PHASE, 'p', onFailure: undoing(), [
                        rig.step('a', undo: undo('undo a')), rig.step('b', undo: undo('undo b')), rig.step('c'),
                        rig.step('d', undo: undo('not that'), rig.fails())])]))

        then:
        end.exitCode() == 1
        rig.ran == ['before', 'a', 'b', 'c', 'd', 'undo b', 'undo a']
    }

    def 'each step is undone once, however many handlers request it'() {
        when:
        rig.run(rig.plan([onFailure: undoing()], [rig.step('before', undo: undo('undo before')),
                rig.group(Group.Kind.PHASE, 'p', onFailure: undoing(), [rig.step('a', undo: undo('undo a')), rig.step('b', rig.fails())])]))

        then:
        rig.ran == ['before', 'a', 'b', 'undo a', 'undo before']
    }

    def 'a request to yield during an undoAll makes the run undo the rest too'() {
        given:
        def yields = { attempt ->
            rig.control.requestStop(StopRequest.yieldTo('maria', 'traffic', 143))
            Outcome.ok([:])
        }

        when:
        def end = rig.run(rig.plan([onFailure: undoing()], [rig.step('a', undo: undo('undo a', fails ? rig.fails() : rig.ok())), rig.step('b', undo: undo('undo b')),
                rig.step('c', undo: undo('undo c', yields)), rig.step('d', rig.fails())]))

        then:
        end.status() == RunStatus.ABORTED
        rig.ran == ['a', 'b', 'c', 'd', 'undo c', 'undo b', 'undo a']
        rig.recorded(Noted)*.kind() == [Noted.Kind.UNDONE]
        rig.recorded(Noted)*.text() == ["the finished steps are undone$but".toString()]

        where:
        fails || but
        false || ''
        true  || ', but not: undo a (exit code 1)'
    }

    def 'a step that #ended is undone with the others if its undo says so, and is reported as failed'() {
        given:
        def plan = { Rig r, boolean also -> r.plan([onFailure: r.handler([new UndoAll(r.place())], new Handler.Stop())], [
            r.step('a', undo: r.step('Undo a', kind: Task.Kind.UNDO)),
            r.step('b', budget: Duration.ofMinutes(1), undo: r.step('Undo b', kind: Task.Kind.UNDO, alsoIfFailed: also), r."$act"())]) }

        when:
        rig.run(plan(rig, true))
        def without = new Rig()
        without.run(plan(without, false))

        then:
        rig.ran == ['a', 'b', 'Undo b', 'Undo a']
        rig.recorded(UndosStarted).collect { [it.undos(), it.ofFailed()] } == [[['Undo b', 'Undo a'], ['Undo b']]]
        without.ran == ['a', 'b', 'Undo a']

        and:
        def report = new UndoReport()
        rig.events.each { report.add(it) }
        report.all().collect { [it.stepFailed(), it.done()] } == [[true, true], [false, true]]

        where:
        ended                  | act
        'failed'               | 'fails'
        'timed out'            | 'hangs'
        'has an unknown result'| 'unknown'
    }

    def 'a step that failed before its first attempt is not undone'() {
        given:
        def unread = { throw new AuthorException("plan.groovy:3: 'A' has not run") } as Task.Body

        when:
        rig.run(rig.plan([onFailure: undoing()], [rig.step('a', body: unread, undo: rig.step('Undo a', kind: Task.Kind.UNDO, alsoIfFailed: true))]))

        then:
        rig.ran == []
    }

    def 'a drill that yields undoes the step in progress, wherever the engine dies, if its undo says so'() {
        given:
        def build = { Rig r ->
            def yields = { attempt -> r.control.requestStop(StopRequest.yieldTo('maria', 'traffic', 143)); r.hangs().call(attempt) }
            r.plan([r.step('a', undo: r.step('Undo a', kind: Task.Kind.UNDO, idempotent: true)),
                    r.step('b', undo: r.step('Undo b', kind: Task.Kind.UNDO, idempotent: true, alsoIfFailed: true), yields),
                    r.step('c')])
        }
        def whole = new Rig()
        assert whole.run(build(whole)).status() == RunStatus.ABORTED
        int asked = whole.events.findIndexOf { it instanceof StopRequested }

        expect:
        whole.ran == ['a', 'b', 'Undo b', 'Undo a']
        (asked + 1..<whole.entries.size() - 1).each { died ->
            def r = new Rig()
            r.entries.addAll(whole.entries.take(died))
            r.resume(build(r))
            assert r.results().containsAll(['Undo b: ok', 'Undo a: ok']): "died at $died"
            assert !('b' in r.ran) && !('c' in r.ran): "died at $died"
        }
    }

    def 'a failed undo is reported and the others are run'() {
        when:
        rig.run(rig.plan([onFailure: undoing()], [rig.step('a', undo: undo('undo a')), rig.step('b', undo: undo('undo b', rig.fails())),
                rig.step('c', rig.fails())]))

        then:
        rig.results() == ['a: ok', 'b: ok', 'c: failed', 'undo b: failed', 'undo a: ok']
    }

    ForEach forEach(Map options = [:], List<String> items, Closure<Task> member) {
        new ForEach(ForEach.Kind.EACH, 'Each table', rig.place(), Optional.ofNullable(options.budget), options.atOnce ?: 1, 'Tables: rows', [],
                { items.collect { new ForEach.Iteration(it, it, [member(it)]) } } as ForEach.Iterations, Optional.ofNullable(options.onFailure))
    }

    def 'forEach runs its iterations in order and stops at the first that fails'() {
        when:
        def end = rig.run(rig.plan([forEach(['x', 'y', 'z']) { rig.step('dump', it == 'y' ? rig.fails() : rig.ok()) }]))

        then:
        end.cause() == "'Each table › y › dump' failed: exit code 1"
        rig.results() == ['Each table › x › dump: ok', 'Each table › y › dump: failed']
        rig.recorded(GroupFinished)[0].members().with { [it.ok(), it.members()] } == [1, 3]
    }

    def 'with atOnce all iterations run, and every failure is reported'() {
        when:
        def end = rig.run(rig.plan([forEach(atOnce: 2, ['x', 'y', 'z']) { rig.step('dump', it == 'y' ? rig.fails() : rig.ok()) }]))

        then:
        end.cause() == "'Each table' failed: 'Each table › y › dump' failed: exit code 1"
        rig.results().toSet() == ['Each table › x › dump: ok', 'Each table › y › dump: failed', 'Each table › z › dump: ok'].toSet()
    }

    def 'a forEach with a limit reports an exceeded budget at once, with its slowest iterations'() {
        given:
        def each = forEach(budget: new Budget(Duration.ofMinutes(3), Optional.of(Duration.ofMinutes(6))), ['x', 'y', 'z']) {
            rig.step('dump', rig.ok(Duration.ofMinutes(it == 'y' ? 3 : 1)))
        }

        when:
        rig.run(rig.plan([messages: [rig.message('late', on: [Message.When.OVERRUN])]], [each]))

        then:
        rig.recorded(Overrun).collect { [it.step(), it.budgetMs(), it.tookMs(), it.blame()] } == [
                ['Each table', 180_000L, 180_000L, "it continues; 'y' took 2m, 'x' took 1m"],
                ['Each table', 180_000L, 300_000L, "'y' took 3m, 'x' took 1m, 'z' took 1m"]]
        rig.notices*.text() == ['late']
    }

    def 'each iteration is undone under its own path'() {
        when:
        rig.run(rig.plan([onFailure: undoing()], [
                forEach(['x', 'y']) { rig.step('dump', undo: undo('Undo dump')) }, rig.step('breaks', rig.fails())]))

        then:
        rig.results().takeRight(2) == ['Each table › y › Undo dump: ok', 'Each table › x › Undo dump: ok']
    }

    def 'a runbook that is followed twice is undone under the path of each step that follows it'() {
        given:
        def other = { rig.plan([id: 'test/other'], [rig.step('switch', undo: undo('Undo switch'))]) }

        when:
        rig.run(rig.plan([onFailure: undoing()], [
                rig.task('first', new Work.Follow(Rig.read(other()), [:])), rig.task('second', new Work.Follow(Rig.read(other()), [:])),
                rig.step('breaks', rig.fails())]))

        then:
        rig.results().takeRight(2) == ['second › Undo switch: ok', 'first › Undo switch: ok']
    }

    def 'the handler of a verify inside a step belongs to the runbook'() {
        when:
        rig.run(rig.plan([rig.step('switch', verifies: [
                rig.step('look', kind: Task.Kind.VERIFY, onFailure: rig.handler([rig.step('mend')], new Handler.CarryOn()), rig.fails())])]))

        then:
        rig.recorded(HandlerStarted) == [Events.handlerStarted('switch › look', HandlerEnding.CARRY_ON)]
        rig.results() == ['switch › look: failed', 'switch › mend: ok', 'switch: ok']
    }

    def 'a forEach over a value that is not a list fails before any iteration'() {
        given:
        def broken = new ForEach(ForEach.Kind.EACH, 'Each table', rig.place(), Optional.empty(), 1, 'Tables: rows', [],
                { throw new AuthorException('plan.groovy:4: in: needs a list') } as ForEach.Iterations, Optional.empty())

        expect:
        rig.run(rig.plan([broken])).cause() == "'Each table' failed: plan.groovy:4: in: needs a list"
    }

    def 'a background task runs beside the steps and is stopped, with proof, at the end of its container'() {
        given:
        def goesOn = { attempt ->
            attempt.stop().await(20_000)
            Outcome.stopped(attempt.stop().reason().get(), [:], '', new StopProof('TERM', Duration.ofMillis(3), []))
        }

        when:
        def end = rig.run(rig.plan([rig.group(Group.Kind.PHASE, 'p', [
                new Background(rig.step(kind: Task.Kind.BACKGROUND, 'load', goesOn)), rig.step('a'), rig.step('b')]), rig.step('c')]))

        then:
        end.exitCode() == 0
        rig.results().findAll { !it.startsWith('load') } == ['a: ok', 'b: ok', 'c: ok']
        rig.results().indexOf('load: cancelled') == 2
        rig.recorded(AttemptFinished).find { it.step() == 'load' }.stopped().what() == 'TERM'
    }

    def 'a background task that ends by itself fails its container'() {
        given: 'a step that takes longer than the background task beside it'
        def waits = { attempt ->
            while (Thread.allStackTraces.keySet().any { it.name == 'background' }) {
                LockSupport.parkNanos(5_000_000)
            }
            Outcome.ok([:])
        }

        when:
        def end = rig.run(rig.plan([new Background(rig.step(kind: Task.Kind.BACKGROUND, 'load')), rig.step('a', waits), rig.step('c')]))

        then:
        end.cause() == "'load' failed: it ended by itself, before its container did"
        !rig.ran.contains('c')
    }

    def 'a journal that cannot be written ends the run with that cause, on whichever thread: #where'() {
        given:
        def full = new JournalException('cannot write the journal')
        def thread = new CompletableFuture<Thread>()
        def refuses = rig.step('b', { attempt -> thread.complete(Thread.currentThread()); throw full })
        def waits = rig.step('c', { attempt -> thread.get().join(); rig.ok().call(attempt) })

        when:
        rig.run(rig.plan(background ? [new Background(refuses), waits] : [rig.group(Group.Kind.PARALLEL, 'p', [refuses, rig.step('c')])]))

        then:
        def thrown = thrown(JournalException)
        thrown.is(full)

        where:
        background << [true, false]
        where = background ? 'background' : 'parallel'
    }
}
