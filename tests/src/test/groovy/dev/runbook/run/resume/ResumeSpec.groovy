package dev.runbook.run.resume

import static dev.runbook.journal.event.Verdict.Outcome.*
import dev.runbook.journal.Events
import dev.runbook.journal.event.*
import dev.runbook.AuthorException
import dev.runbook.action.Outcome
import dev.runbook.model.RunModel
import dev.runbook.plan.*
import dev.runbook.value.NotKept
import dev.runbook.value.Result
import dev.runbook.run.Rig
import java.time.Duration
import java.time.Instant
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
                assert false: 'it should have died'
            } catch (Throwable death) {
                assert death instanceof Rig.EngineDied || death.cause instanceof Rig.EngineDied
            }
            assert RunModel.replay(r.entries).interrupted() == JournalReplay.of(r.entries).open().findAll { it.value.unknown() }.keySet(): 'who shows the run tells what a resume goes by'
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

    def 'a step cut in a round is asked about only if its runbook does not say what to do'() {
        given:
        def member = rig.step('dump', idempotent: idempotent, verifies: [rig.step('look', kind: Task.Kind.VERIFY)])
        def plan = rig.plan([new ForEach('Each table', rig.place(), Optional.empty(), 1, 'Tables: rows',
                [rig.group(Group.Kind.PHASE, 'One table', [member])], { [] } as ForEach.Iterations, Optional.empty())])

        when:
        def refused = false
        try {
            Resumption.undecided().completed([(cut): UndecidedStep.INTERRUPTED], plan, 'r1', [:])
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
        rig.recorded(ClockStopped)[0].elapsedMs() == ofMinutes(6).toMillis()
        rig.recorded(Resumed)[0].downtimeMs() == ofMinutes(4).toMillis()
    }

    def 'the clock of an aborted run goes on until the recovery is over'() {
        given:
        def plan = rig.plan([rto: ofMinutes(5)], [rig.step('a', rig.ok(ofMinutes(1))), rig.step('b', rig.ok(ofMinutes(1)))])
        rig.crashAt = 6 // before 'b' begins

        when:
        died { rig.run(plan) }
        rig.crashAt = -1
        rig.entries << rig.entry(Events.clockStopped(ofMinutes(1).toMillis()))
        rig.entries << rig.entry(Events.runFinished('aborted', 130, 'stopped by INT', []))
        def end = rig.resume([:], plan, ofMinutes(4))

        then:
        end.exitCode() == 3
        rig.recorded(ClockStopped).last().elapsedMs() == ofMinutes(6).toMillis()
    }

    def 'a step in progress when the engine died is decided by its own word, or by the operator'() {
        given:
        def answers = [done: rig.ok(), 'not yet': rig.fails(), unknown: rig.unknown(), 'nothing in time': rig.hangs(),
                       refused: { Outcome.failed('connection refused') }, silence: { Outcome.silence([status: 0], 'connection refused') }]
        def task = rig.step('a', idempotent: idempotent, budget: ofMinutes(1))
        if (probeSays) {
            task = withProbe(task, new Work.Probe(new Rig.Scripted('probe', [answers[probeSays]], rig), Optional.empty()))
        }
        def plan = rig.plan([onFailure: rig.handler([rig.step('mend')], new Handler.Stop())], [task])
        rig.crashAt = 4 // the attempt has begun

        when:
        died { rig.run(plan) }
        rig.ran.clear()
        def end = rig.resume(plan, resumption: decision ? new Resumption([a: decision], '', false, false) : Resumption.undecided())

        then:
        rig.ran == ran
        rig.results()[0] == result
        end.status() == status

        where:
        idempotent | probeSays         | decision                  || ran             | result       | status
        true       | null              | null                      || ['a']           | 'a: ok'      | RunStatus.SUCCEEDED
        false      | 'done'            | null                      || ['probe']       | 'a: ok'      | RunStatus.SUCCEEDED
        false      | 'not yet'         | null                      || ['probe', 'a']  | 'a: ok'      | RunStatus.SUCCEEDED
        false      | 'unknown'         | null                      || ['probe']       | 'a: unknown' | RunStatus.ABORTED
        false      | 'nothing in time' | null                      || ['probe']       | 'a: unknown' | RunStatus.ABORTED
        false      | 'refused'         | null                      || ['probe']       | 'a: unknown' | RunStatus.ABORTED
        false      | 'silence'         | null                      || ['probe']       | 'a: unknown' | RunStatus.ABORTED
        false      | 'refused'         | StepDecision.Kind.RETRY || ['a']           | 'a: ok'      | RunStatus.SUCCEEDED
        false      | 'refused'         | StepDecision.Kind.SKIP  || []              | 'a: skipped' | RunStatus.SUCCEEDED
        false      | null              | StepDecision.Kind.RETRY || ['a']           | 'a: ok'      | RunStatus.SUCCEEDED
        false      | null              | StepDecision.Kind.SKIP  || []              | 'a: skipped' | RunStatus.SUCCEEDED
        false      | null              | null                      || ['mend']        | 'a: unknown' | RunStatus.FAILED
    }

    def 'where a probe gave no answer, the run goes on when it gives one, or when the operator has looked'() {
        given: 'a step in a parallel, whose probe is refused at first'
        def build = { Rig r, Closure says -> r.plan([r.group(Group.Kind.PARALLEL, 'q', [r.step('b', idempotent: true),
            withProbe(r.step('a'), new Work.Probe(new Rig.Scripted('probe', [says], r), Optional.empty()))]), r.step('c')]) }
        rig.run(build(rig, rig.ok()))
        rig.entries.subList(rig.events.findIndexOf { it instanceof AttemptStarted && it.step() == 'a' } + 1, rig.entries.size()).clear()

        when:
        rig.ran.clear()
        def end = rig.resume(build(rig, { Outcome.failed('connection refused') }))

        then:
        end.status() == RunStatus.ABORTED
        end.cause() == "'a': its probe gave no answer (connection refused), so it is not known whether the step was done; runbook resume r1 asks it again, " +
                "with --retry-step 'a' the step is run again, with --skip-step 'a' it is treated as done"
        !('a' in rig.ran) && !('c' in rig.ran)

        when:
        rig.ran.clear()
        end = rig.resume(build(rig, answer), resumption: decision ? Resumption.undecided().but('a', decision) : Resumption.undecided())

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.ran - 'b' == ran
        JournalReplay.of(rig.entries).open().findAll { it.value.unknown() }.keySet().toList() == []

        where:
        decision                  | answer                                                  || ran
        null                      | { Outcome.ok([:]) }                                     || ['probe', 'c']
        null                      | { Outcome.answered(Result.FAILED, [exitCode: 1], '1') } || ['probe', 'a', 'c']
        StepDecision.Kind.SKIP  | { Outcome.failed('connection refused') }                || ['c']
        StepDecision.Kind.RETRY | { Outcome.failed('connection refused') }                || ['a', 'c']
    }

    def 'a step is not begun any more when its probe was #what'() {
        given:
        def not = Outcome.answered(Result.FAILED, [exitCode: 1], 'exit code 1')
        def probes = [
            'stopped'                 : { attempt -> rig.control.requestStop('INT', 130); rig.hangs().call(attempt) },
            'answered after a stop'   : { attempt -> rig.control.requestStop('INT', 130); not },
            'answered as time was up' : { attempt -> rig.clock.advance(attempt.deadline().remaining()); not }]
        def plan = rig.plan([withProbe(rig.step('a', budget: ofMinutes(1)), new Work.Probe(new Rig.Scripted('probe', [probes[what]], rig), Optional.empty()))])
        rig.crashAt = 4 // the attempt has begun

        when:
        died { rig.run(plan) }
        rig.ran.clear()
        rig.resume(plan)

        then:
        rig.ran == ['probe']
        rig.results() == [result]
        rig.recorded(AttemptStarted)*.probe() == [false, true]
        JournalReplay.of(rig.entries).open().findAll { it.value.unknown() }.keySet().toList() == cut

        where:
        what                      || result        | cut
        'stopped'                 || 'a: cancelled' | ['a']
        'answered after a stop'   || 'a: cancelled' | ['a']
        'answered as time was up' || 'a: timedOut'  | []
    }

    def 'a probe and the attempt after it each have a number and a marker of their own'() {
        given:
        def plan = rig.plan([withProbe(rig.step('a'), new Work.Probe(new Rig.Scripted('probe', [rig.fails()], rig), Optional.empty()))])
        rig.crashAt = 4 // the attempt has begun

        when:
        died { rig.run(plan) }
        rig.resume(plan)

        then:
        rig.recorded(AttemptStarted).collect { [it.number(), it.probe()] } == [[1, false], [2, true], [3, false]]
        rig.recorded(AttemptStarted)*.marker().toSet().size() == 3
    }

    def 'a recovery point measured after a resume counts from where the clock began, whatever became of the wall clock: #what'() {
        given:
        def point = rig.step('Last replicated', kind: Task.Kind.RECOVERY_POINT, rig.ok(Duration.ZERO, [value: '2026-01-31T11:59:30Z']))
        def a = rig.step('a', idempotent: true)
        def start = new ClockMark(ClockMark.Kind.START, rig.place())
        def stop = new ClockMark(ClockMark.Kind.STOP, rig.place())
        def plan = rig.plan([rpo: ofMinutes(1)], ['before startClock()': [a, point, start], 'after stopClock()': [start, stop, a, point],
                                                  'between them': [start, a, point, stop], 'without them': [a, point]][what])
        rig.crashAt = recordOf({ Rig r -> plan }) { it instanceof AttemptFinished }

        when:
        died { rig.run(plan) }
        rig.clock.set(Duration.ofHours(1))
        def end = rig.resume(plan)

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.recorded(RecoveryPointMeasured)*.lossMs() == [30_000L]

        where:
        what << ['before startClock()', 'after stopClock()', 'between them', 'without them']
    }

    def 'the clock of a run whose engine died before it could say that it starts began all the same'() {
        given:
        def plan = rig.plan([rto: ofMinutes(5)], [rig.step('a', idempotent: true, rig.ok(ofMinutes(1)))])
        rig.crashAt = 1

        when:
        died { rig.run(plan, since: since) }
        rig.resume([:], plan, ofMinutes(2))

        then:
        rig.recorded(ClockStarted).collect { [it.describe(), it.elapsedMs()] } == [[why, ofMinutes(begun).toMillis()]]
        rig.recorded(ClockStopped)*.elapsedMs() == [ofMinutes(begun + 1).toMillis()]

        where:
        since                                 || why                          | begun
        null                                  || "the run's start"            | 2
        Instant.parse('2026-01-31T11:57:00Z') || 'since 2026-01-31T11:57:00Z' | 5
    }

    def 'what a step left is whole after a resume, or not there at all: #what'() {
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

    def 'attempts made before count, and messages are not sent twice'() {
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

    def 'an attempt that was cut is made again, also when it was the last that retry grants'() {
        given:
        def plan = { Rig r -> r.plan([r.step('a', idempotent: true, retry: new Retry(1, ofSeconds(1), 1),
            { attempt -> (r.number(attempt) < 3 ? r.fails() : r.ok()).call(attempt) })]) }
        rig.crashAt = recordOf(plan) { it instanceof AttemptFinished && it.number() == 2 }

        when:
        died { rig.run(plan(rig)) }
        def end = rig.resume(plan(rig))

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.ran == ['a', 'a', 'a']
    }

    def 'what a probe answered is not taken for the step, when the engine dies once more'() {
        given:
        def probe = new Work.Probe(new Rig.Scripted('probe', [rig.fails()], rig), Optional.empty())
        def task = withProbe(rig.step('a'), probe)
        def plan = rig.plan([task])
        rig.crashAt = 4 // the attempt has begun

        when:
        died { rig.run(plan) }
        rig.crashAt = rig.entries.size() + 3 // the probe has answered
        died { rig.resume(plan) }
        def end = rig.resume(plan)

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.ran == ['a', 'probe', 'probe', 'a']
    }

    def 'a step that was stopped with the run is begun again, also when the engine died before it could say more'() {
        given:
        def stopping = { attempt -> rig.control.requestStop('INT', 130); rig.hangs().call(attempt) }
        def plan = { Rig r -> r.plan([r.step('a', idempotent: true, stopping), r.step('b')]) }

        when:
        rig.crashAt = 6 // the attempt has ended, as cancelled
        died { rig.run(plan(rig)) }
        def next = new Rig()
        next.entries.addAll(rig.entries)
        def end = next.resume(next.plan([next.step('a', idempotent: true), next.step('b')]))

        then:
        rig.events.last() instanceof AttemptFinished
        end.status() == RunStatus.SUCCEEDED
        next.ran == ['a', 'b']
    }

    def 'a run that goes on in its fallback leaves alone what the fallback stopped'() {
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

    def 'what went on in the background of a phase that is over is not started again'() {
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

    def 'the runbook decides of a step under way when it may: #what'() {
        given:
        def plan = rig.plan([rig.step('a', undo: rig.step('Undo a', kind: Task.Kind.UNDO, idempotent: idempotent)),
            new ForEach('each', rig.place(), Optional.empty(), 1, 'of', [rig.step('copy', idempotent: idempotent)], { [] } as ForEach.Iterations, Optional.empty())])

        when:
        def decided
        def asked
        try {
            decided = said.completed([(cut): UndecidedStep.INTERRUPTED], plan, 'r1', [:])
        } catch (dev.runbook.AuthorException needed) {
            asked = needed.message
        }

        then:
        asked?.readLines()?.first() == question
        decided?.decisions() == decisions

        where:
        what                     | cut                      | idempotent | said                                                                       || decisions                          | question
        'an idempotent round'    | 'each › orders › copy'   | true       | Resumption.undecided()                                                     || [:]                                | null
        'a round that is not'    | 'each › orders › copy'   | false      | Resumption.undecided()                                                     || null                               | "step 'each › orders › copy' was in progress when the engine stopped; its outcome is unknown"
        'an idempotent undo'     | 'Undo a'                 | true       | Resumption.undecided()                                                     || [:]                                | null
        'an undo that is not'    | 'Undo a'                 | false      | Resumption.undecided()                                                     || null                               | "step 'Undo a' was in progress when the engine stopped; its outcome is unknown"
        'a step by its name'     | 'each › orders › copy'   | false      | Resumption.undecided().but('copy', StepDecision.Kind.SKIP)               || ['each › orders › copy': StepDecision.Kind.SKIP] | null
        'one of its own'         | 'a'                      | false      | Resumption.all(StepDecision.Kind.RETRY).but('a', StepDecision.Kind.SKIP) || [a: StepDecision.Kind.SKIP]    | null
        'one that was not there' | 'a'                      | false      | Resumption.undecided().but('b', StepDecision.Kind.SKIP)                  || null                               | "no step 'b' was in progress or had failed when the run stopped; these were: 'a'"
    }

    def 'what the operator takes as done is taken back with the rest'() {
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

    def 'what finished before the engine died is taken back in the order the journal has it'() {
        given: 'members of a parallel that finished in another order than they stand in'
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

    def 'what a probe takes is no wait between attempts'() {
        given:
        def probe = new Work.Probe(new Rig.Scripted('probe', [rig.fails(ofSeconds(10))], rig), Optional.empty())
        def plan = rig.plan([withProbe(rig.step('a', budget: ofSeconds(12), rig.ok(), rig.ok(ofSeconds(5))), probe)])
        rig.crashAt = 4 // the attempt has begun

        when:
        died { rig.run(plan) }
        rig.resume(plan)

        then:
        rig.recorded(Overrun)*.blame() == ['10s in asking whether it was done, 2s in its own action']
    }

    def 'a run that goes on has begun when it began'() {
        given: 'a runbook that tells what it knows of the run'
        def knows = []
        def plan = { Rig r ->
            def known
            def other = r.plan([id: 'test/other'], [r.step('b', { knows << ['startedAt', 'elapsed'].collect { known.run(it).get() }; r.ok().call(it) })])
            def read = new ReadRunbook() {
                Plan plan() { other }
                void runsWith(KnownValues of) { known = of }
            }
            r.plan([r.step('a', r.ok(ofMinutes(1))), r.task('F', new Work.Follow(read, [:]))])
        }
        rig.crashAt = recordOf(plan) { it instanceof StepFinished && it.step() == 'a' } + 1
        knows.clear()

        when:
        died { rig.run(plan(rig)) }
        rig.resume([:], plan(rig), ofMinutes(9))

        then:
        knows == [[Instant.parse('2026-01-31T12:00:00Z'), ofMinutes(10)]]
    }

    def 'the promise of a followed runbook goes on with it, wherever the engine dies: marked #marked'() {
        given:
        def mark = { Rig r, ClockMark.Kind kind -> marked ? [new ClockMark(kind, r.place())] : [] }
        def plan = { Rig r ->
            def other = r.plan([id: 'test/other', rto: ofMinutes(9)], [r.step('before', idempotent: true, r.ok(ofMinutes(1))),
                *mark(r, ClockMark.Kind.START), r.step('a', idempotent: true, r.ok(ofMinutes(2))), r.step('b', idempotent: true, r.ok(ofMinutes(4))),
                *mark(r, ClockMark.Kind.STOP), r.step('after', idempotent: true, r.ok(ofMinutes(8)))])
            r.plan([r.step('first', idempotent: true, r.ok(ofMinutes(16))), r.task('F', new Work.Follow(Rig.read(other), [:]))])
        }
        def whole = new Rig()
        whole.run(plan(whole))
        def away = ofMinutes(32)

        expect: 'its clock has what went between, and what the clock of a whole run has not'
        def clock = { Rig r -> java.time.Duration.ofMillis(r.recorded(FollowFinished)[0].clockMs()) }
        def at = { Closure which -> whole.events.findIndexOf(which) }
        int begins = at { marked ? it instanceof StepStarted && it.step() == 'F › a' : it instanceof FollowStarted }
        int ends = at { marked ? it instanceof StepFinished && it.step() == 'F › b' : it instanceof FollowFinished }
        (2..<whole.entries.size()).each { died ->
            def r = new Rig(crashAt: died)
            try {
                r.run(plan(r))
                assert false
            } catch (Rig.EngineDied expected) {
                r.crashAt = -1
            }
            r.resume([:], plan(r), away)
            def redone = r.entries.last().sinceStartNanos() - whole.entries.last().sinceStartNanos() - away.toNanos()
            assert clock(r) == (died <= begins || died > ends ? clock(whole) : clock(whole) + away.plusNanos(redone)): "died at record $died"
        }

        where:
        marked << [false, true]
    }

    def 'a message after a time is sent at that time of the run, however often it was resumed'() {
        given:
        def plan = { Rig r -> r.plan([messages: [r.message('escalate', after: ofMinutes(10)), r.message('still', every: ofMinutes(4))]],
                [r.step('a', r.ok(ofMinutes(1))), r.step('b', r.ok(ofMinutes(8)))]) }
        rig.crashAt = recordOf(plan) { it instanceof StepFinished && it.step() == 'a' } + 1

        when:
        died { rig.run(plan(rig)) }
        def next = new Rig()
        next.entries.addAll(rig.entries)
        next.clock.advance(ofMinutes(1))
        next.resume([:], plan(next), ofMinutes(4))

        then:
        next.entries.findAll { it.event() instanceof MessageSent }.collect { [it.sinceStartNanos(), it.event().text()] } ==
                [[ofMinutes(8).toNanos(), 'still'], [ofMinutes(10).toNanos(), 'escalate'], [ofMinutes(12).toNanos(), 'still']]
    }

    def 'a promise is broken once, and told once'() {
        given:
        def plan = { Rig r -> r.plan([rto: ofMinutes(5), messages: [r.message('missed', on: [Message.When.BREACHED])]],
                [r.step('a', r.ok(ofMinutes(6))), r.step('b', r.ok(ofMinutes(1)))]) }
        rig.crashAt = recordOf(plan) { it instanceof StepFinished && it.step() == 'a' } + 1

        when:
        died { rig.run(plan(rig)) }
        def end = rig.resume([:], plan(rig), ofMinutes(1))

        then:
        end.exitCode() == 3
        rig.recorded(Breached).size() == 1
        rig.notices*.text() == ["missed"]
    }

    private static Task withProbe(Task task, Work.Probe probe) {
        def work = new Work(task.work().act(), Optional.empty(), Optional.empty(), Optional.of(probe), [], Optional.empty(), Optional.empty(), false)
        new Task(task.kind(), task.name(), task.at(), task.budget(), task.retry(), task.attempt(), task.every(),
            task.holds(), task.idempotent(), task.stopsWrites(), work, { work } as Task.Body)
    }

    /** After how many records a run nobody kills makes the one wanted. */
    private static int recordOf(Closure<Plan> plan, Closure<Boolean> wanted) {
        def whole = new Rig()
        whole.run(plan(whole))
        whole.events.findIndexOf(wanted)
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
