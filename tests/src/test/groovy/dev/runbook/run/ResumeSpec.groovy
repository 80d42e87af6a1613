package dev.runbook.run

import dev.runbook.AuthorException
import dev.runbook.journal.Event
import dev.runbook.plan.*
import spock.lang.Specification

import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

class ResumeSpec extends Specification {
    def rig = new Rig()

    def 'wherever the engine dies, a resume brings every step to its end and repeats no finished one'() {
        given: 'a runbook with phases, parallel members, retries, a handler that carries on, and a fallback'
        def build = { Rig r ->
            def other = r.plan([id: 'test/other'], [r.step('restore', idempotent: true), r.step('check', kind: Task.Kind.VERIFY)])
            r.plan([rto: ofMinutes(5), onFailure: r.handler([r.step('tell', idempotent: true)], r.fallBackTo(other))], [
                    r.step('a', idempotent: true),
                    r.group(Group.Kind.PHASE, 'p', [
                            r.step('b', idempotent: true, retry: new Retry(2, ofSeconds(1), 1),
                                    { attempt -> (attempt.number() == 1 ? r.fails() : r.ok()).call(attempt) }),
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
                assert false: 'it should have died'
            } catch (Throwable death) {
                assert death instanceof Rig.EngineDied || death.cause instanceof Rig.EngineDied
            }
            def finishedBefore = r.results()
            r.crashAt = -1
            def end = r.resume(build(r))
            assert end.status() == wholeEnd.status(): "died at record $died"
            assert r.results().toSet() == all: "died at record $died"
            assert r.results().size() == r.results().toSet().size(): "a finished step ran twice, died at record $died"
            assert r.results().take(finishedBefore.size()) == finishedBefore
        }
    }

    def 'a step cut in a round is asked about only if its runbook does not say what to do'() {
        given:
        def member = rig.step('dump', idempotent: idempotent, verifies: [rig.step('look', kind: Task.Kind.VERIFY)])
        def plan = rig.plan([new ForEach('Each table', rig.place(), Optional.empty(), 1, 'Tables: rows',
                [rig.group(Group.Kind.PHASE, 'One table', [member])], { [] } as ForEach.Rounds, Optional.empty())])

        when:
        def refused = false
        try {
            Resumption.undecided().completed([cut], plan, 'r1')
        } catch (AuthorException ignored) {
            refused = true
        }

        then:
        refused != decided

        where:
        cut                                  | idempotent || decided
        'Each table › orders › dump'         | true       || true
        'Each table › a › b › dump'          | true       || true
        'Each table › orders › dump'         | false      || false
        'Each table › orders › dump › look'  | false      || true
        'Each table › orders › other'        | true       || false
        'dump'                               | true       || false
    }

    def 'a resume keeps the clock: the time in which no engine ran counts'() {
        given:
        def plan = rig.plan([rto: ofMinutes(5)], [rig.step('a', rig.ok(ofMinutes(1))), rig.step('b', rig.ok(ofMinutes(1)))])
        rig.crashAt = 6 // before 'b' begins

        when:
        died { rig.run(plan) }
        def end = rig.resume([:], plan, ofMinutes(4))

        then:
        rig.ran == ['a', 'b']
        end.exitCode() == 3
        rig.told(Event.ClockStopped)[0].elapsedMs() == ofMinutes(6).toMillis()
        rig.told(Event.Resumed)[0].awayMs() == ofMinutes(4).toMillis()
    }

    def 'the clock of an aborted run goes on until the recovery is over'() {
        given:
        def plan = rig.plan([rto: ofMinutes(5)], [rig.step('a', rig.ok(ofMinutes(1))), rig.step('b', rig.ok(ofMinutes(1)))])
        rig.crashAt = 6 // before 'b' begins

        when:
        died { rig.run(plan) }
        rig.crashAt = -1
        rig.entries << rig.entry(new Event.ClockStopped('the end of the last step', ofMinutes(1).toMillis()))
        rig.entries << rig.entry(new Event.RunFinished('aborted', 130, 'stopped by INT', []))
        def end = rig.resume([:], plan, ofMinutes(4))

        then:
        end.exitCode() == 3
        rig.told(Event.ClockStopped).last().elapsedMs() == ofMinutes(6).toMillis()
    }

    def 'a step under way when the engine died is decided by its own word, or by the operator'() {
        given:
        def probe = new Work.Probe(new Rig.Scripted('probe', [probeSays == 'done' ? rig.ok() : rig.fails()], rig), Optional.empty())
        def task = rig.step('a', idempotent: idempotent)
        if (probeSays) {
            def work = new Work(task.work().act(), Optional.empty(), Optional.empty(), Optional.of(probe), [], Optional.empty(), Optional.empty())
            task = new Task(task.kind(), 'a', task.at(), task.budget(), task.retry(), task.attempt(), task.every(),
                    task.holds(), idempotent, work, { work } as Task.Body)
        }
        def plan = rig.plan([task])
        rig.crashAt = 4 // the attempt has begun

        when:
        died { rig.run(plan) }
        rig.ran.clear()
        rig.resume(plan, resumption: decision ? new Resumption([a: decision], false, false) : Resumption.undecided())

        then:
        rig.ran == ran
        rig.results() == [result]

        where:
        idempotent | probeSays | decision                  || ran             | result
        true       | null      | null                      || ['a']           | 'a: ok'
        false      | 'done'    | null                      || ['probe']       | 'a: ok'
        false      | 'not yet' | null                      || ['probe', 'a']  | 'a: ok'
        false      | null      | Resumption.Decision.RETRY || ['a']           | 'a: ok'
        false      | null      | Resumption.Decision.SKIP  || []              | 'a: skipped'
        false      | null      | null                      || []              | 'a: unknown'
    }

    def 'attempts made before count, and messages are not sent twice'() {
        given:
        def plan = rig.plan([messages: [rig.message('started', on: [Message.When.STARTED])]], [rig.message([:], 'here'),
                rig.step('a', retry: new Retry(2, ofSeconds(1), 1), rig.fails())])
        rig.crashAt = rig.with { new Rig().with { r -> r.run(r.plan([messages: [r.message('started', on: [Message.When.STARTED])]],
                [r.message([:], 'here'), r.step('a', retry: new Retry(2, ofSeconds(1), 1), r.fails())])); r.events.findLastIndexOf { it instanceof Event.AttemptStarted } } }

        when:
        died { rig.run(plan) }
        rig.resume(plan)

        then:
        rig.ran.size() == 3
        rig.notices*.text() == ['started', 'here']
    }

    private void died(Closure run) {
        try {
            run()
            assert false: 'it should have died'
        } catch (Rig.EngineDied expected) {
            rig.crashAt = -1
        }
    }
}
