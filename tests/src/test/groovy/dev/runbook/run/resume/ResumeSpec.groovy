package dev.runbook.run.resume

import dev.runbook.journal.event.*
import dev.runbook.model.RunModel
import dev.runbook.plan.*
import dev.runbook.value.NotKept
import dev.runbook.run.Rig
import java.time.Duration
import java.time.Instant

import static dev.runbook.journal.event.Verdict.Outcome.*
import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

/** A resume after the death of the engine. */
class ResumeSpec extends EngineDeathSpecification {
    def 'wherever the engine dies, a resume ends every step and repeats no finished step'() {
        given: 'a runbook with phases, parallel members, retries, a handler with carryOn, and a fallback'
        def build = { Rig r ->
            def other = r.plan([id: 'test/other'], [r.step('restore', idempotent: true), r.step('check', kind: Task.Kind.VERIFY)])
            r.plan([rto: ofMinutes(5), onFailure: r.handler([r.step('tell', idempotent: true)], r.fallBackTo(other))], [
                    r.step('a', idempotent: true),
                    r.group(Group.Kind.PHASE, 'p', [
                            r.step('b', idempotent: true, retry: new Retry(2, ofSeconds(1), 1),
                                    { attempt -> (r.number(attempt) == 1 ? r.fails() : r.ok()).call(attempt) }),
                            r.step('c', idempotent: true, onFailure: r.handler([r.step('mend', idempotent: true)], new Handler.CarryOn()), r.fails())]),
                    r.group(Group.Kind.PARALLEL, 'q', [r.step('d', idempotent: true), r.step('e', idempotent: true)]),
                    r.step('f', idempotent: true, r.fails())])
        }
        def whole = new Rig()
        def wholeEnd = whole.run(build(whole))
        def all = whole.results().toSet()

        expect:
        whole.entries.size() > 30
        (1..<whole.entries.size()).each { died ->
            def r = new Rig(crashAt: died)
            try {
                r.run(build(r))
                assert false: 'the engine should have died'
            } catch (Throwable death) {
                assert death instanceof Rig.EngineDied || death.cause instanceof Rig.EngineDied
            }
            assert RunModel.replay(r.entries).interrupted() == JournalReplay.of(r.entries).open().findAll { it.value.unknown() }.keySet(): 'the model and the replay must agree'
            def finishedBefore = r.results()
            r.crashAt = -1
            def clockStopped = !r.recorded(ClockStopped).empty
            def end = r.resume([:], build(r), ofMinutes(6))
            assert end.status() == wholeEnd.status(): "died at record $died"
            assert r.recorded(RunFinished)[0].verdicts()*.verdict() == [clockStopped ? MET : MISSED]: "died at record $died"
            assert r.results().toSet() == all: "died at record $died"
            assert r.results().size() == r.results().toSet().size(): "a finished step ran twice, died at record $died"
            assert r.results().take(finishedBefore.size()) == finishedBefore
        }
    }

    def 'a value of a step is complete after a resume, or missing: #what'() {
        given:
        def plan = rig.plan([rig.step('a', rig.ok(Duration.ZERO, [left: left])), rig.step('b', idempotent: true)])
        rig.run(plan)

        when:
        def given = JournalReplay.of(rig.entries).finished('a').get().values().left

        then:
        given == (whole ? left : new NotKept('a', 'left'))

        where:
        what                      | left                            || whole
        'a text'                  | 'x' * 16_384                    || true
        'a long text'             | 'x' * 16_385                    || false
        'a list'                  | (1..1000).toList()              || true
        'a long list'             | (1..1001).toList()              || false
        'a long text in a list'   | [[n: 1, t: 'x' * 20_000]]       || false
        'a map in a list'         | [[n: 1, t: null, ok: true]]     || true
        'a number'                | 1.25G                           || true
        'an instant in a row'     | [[at: Instant.parse('2026-01-31T12:00:00.123456Z')]] || true
        'a duration'              | Duration.ofMillis(1234)         || true
    }

    def 'earlier attempts count, and messages are not sent twice'() {
        given:
        def plan = rig.plan([messages: [rig.message('started', on: [Message.When.STARTED])]], [rig.message([:], 'here'),
                rig.step('a', retry: new Retry(2, ofSeconds(1), 1), rig.fails())])
        rig.crashAt = rig.with { new Rig().with { r -> r.run(r.plan([messages: [r.message('started', on: [Message.When.STARTED])]],
                [r.message([:], 'here'), r.step('a', retry: new Retry(2, ofSeconds(1), 1), r.fails())])); r.events.findLastIndexOf { it instanceof AttemptStarted } } }

        when:
        died { rig.run(plan) }
        rig.resume(plan)

        then:
        rig.ran.size() == 3
        rig.notices*.text() == ['started', 'here']
    }

    def 'a run resumed in its fallback does not run the steps that the fallback stopped'() {
        given:
        def build = { Rig r ->
            def other = r.plan([id: 'test/other'], [r.step('restore', idempotent: true)])
            r.plan([r.group(Group.Kind.PARALLEL, 'q', [
                r.step('breaks', idempotent: true, onFailure: r.handler([], r.fallBackTo(other)), { attempt -> r.hung.await(); r.fails().call(attempt) }),
                r.step('hangs', { attempt -> r.waitsForStop(attempt) })])])
        }
        def whole = new Rig()
        assert whole.run(build(whole)).status() == RunStatus.FELL_BACK
        int first = whole.events.findIndexOf { it instanceof FollowStarted }

        expect:
        (first..<whole.entries.size()).each { died ->
            def r = new Rig()
            r.entries.addAll(whole.entries.take(died))
            def past = JournalReplay.of(r.entries)
            assert (past.open().keySet() - ['test/other › restore']).empty
            r.hung.countDown()
            assert r.resume(build(r)).status() == RunStatus.FELL_BACK: "died at $died"
            assert !('hangs' in r.ran) && !('breaks' in r.ran)
        }
    }

    def 'the background task of a phase that has ended is not started again'() {
        given:
        def build = { Rig r ->
            r.plan([r.group(Group.Kind.PHASE, 'p', [
                new Background(r.step('load', kind: Task.Kind.BACKGROUND, { attempt -> r.waitsForStop(attempt) })),
                r.step('a', idempotent: true, { attempt -> r.hung.await(); r.ok().call(attempt) })]),
                r.step('b', idempotent: true)])
        }
        def whole = new Rig()
        assert whole.run(build(whole)).status() == RunStatus.SUCCEEDED
        int over = whole.events.findIndexOf { it instanceof StepFinished && it.step() == 'load' }

        expect:
        (over + 1..<whole.entries.size()).each { died ->
            def r = new Rig()
            r.entries.addAll(whole.entries.take(died))
            assert r.resume(build(r)).status() == RunStatus.SUCCEEDED: "died at $died"
            assert !('load' in r.ran)
        }
    }

    def 'a step that the operator treats as done is undone with the others'() {
        given:
        def plan = rig.plan([onFailure: rig.handler([new UndoAll(rig.place())], new Handler.Stop())],
            [rig.step('a', undo: rig.step('Undo a', kind: Task.Kind.UNDO)), rig.step('b', rig.fails())])
        rig.crashAt = 4 // the attempt of 'a' has begun

        when:
        died { rig.run(plan) }
        rig.ran.clear()
        rig.resume(plan, resumption: Resumption.undecided().but('a', StepDecision.Kind.SKIP))

        then:
        rig.ran == ['b', 'Undo a']
    }

    def 'steps that finished before the engine died are undone in the reverse order of the journal'() {
        given: 'members of a parallel that finished in another order than that of the runbook'
        def undo = { Rig r, String name -> r.step("Undo $name", kind: Task.Kind.UNDO) }
        def plan = { Rig r ->
            r.plan([onFailure: r.handler([new UndoAll(r.place())], new Handler.Stop())], [
                r.group(Group.Kind.PARALLEL, 'q', (1..8).collect { r.step("m$it", undo: undo(r, "m$it")) }),
                r.step('breaks', r.fails())])
        }
        rig.run(plan(rig))
        def finished = rig.events.findAll { it instanceof StepFinished && it.step() ==~ /m\d/ }*.step()
        int broke = rig.events.findIndexOf { it instanceof StepFinished && it.step() == 'breaks' }

        when:
        def r = new Rig()
        r.entries.addAll(rig.entries.take(broke + 1))
        r.resume(plan(r))

        then:
        r.ran == finished.reverse().collect { "Undo $it".toString() }
    }
}
