package dev.runbook.run.resume

import dev.runbook.value.Result
import dev.runbook.journal.event.*
import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

import dev.runbook.AuthorException
import dev.runbook.journal.event.FailureTrace.Barrier
import dev.runbook.plan.*
import dev.runbook.run.Rig
import java.time.Duration
import spock.lang.Specification

/** A failed run is resumed at the failed step, after its cause was fixed. */
class ResumeFailedSpec extends Specification {
    def rig = new Rig()
    /** The names of the steps whose cause is fixed: until then they fail. */
    Set<String> mended = []

    private Task step(Map options = [:], String name) {
        of([:] + options, rig, name)
    }

    private Task of(Map options = [:], Rig r, String name) {
        String cause = options.cause ?: name
        r.step([idempotent: true] + options, name, { attempt -> (cause in mended ? r.ok() : r.fails()).call(attempt) })
    }

    private FailureTrace trace() {
        rig.recorded(RunFinished).last().trace()
    }

    private static ForEach rounds(Rig r, List<String> labels, Closure<List<Node>> members) {
        new ForEach(ForEach.Kind.EACH, 'Each', r.place(), Optional.empty(), 1, 'Tables: rows', members(labels[0]),
                { labels.collect { new ForEach.Iteration(it, it, members(it)) } } as ForEach.Iterations, Optional.empty())
    }

    /** Fails in a parallel, in an iteration and in a followed runbook, in this order. */
    private Plan threeFailures(Rig r) {
        def other = r.plan([id: 'test/other'], [r.step('first', idempotent: true), r.group(Group.Kind.PHASE, 'inner phase', [of(r, 'inner'), r.step('last', idempotent: true)])])
        r.plan([rto: ofMinutes(60), messages: [r.message('failed', on: [Message.When.FAILED]), r.message('started', on: [Message.When.STARTED])]], [
            r.step('a', idempotent: true),
            r.message([:], 'on the way'),
            r.step('ignored', idempotent: true, onFailure: r.handler([r.step('mend it', idempotent: true)], new Handler.CarryOn()), r.fails()),
            r.group(Group.Kind.PHASE, 'p', [
                r.group(Group.Kind.PARALLEL, 'q', [r.step('m1', idempotent: true), of(r, 'm2'), r.step('m3', idempotent: true), of(r, 'm4', cause: 'm2')]),
                r.step('b', idempotent: true)]),
            rounds(r, ['r1', 'r2', 'r3']) { label -> [r.step('dump', idempotent: true), label == 'r2' ? of(r, 'copy') : r.step('copy', idempotent: true)] },
            r.message([:], 'nearly there'),
            r.task('F', new Work.Follow(Rig.read(other), [:])),
            r.step('c', idempotent: true)])
    }

    private List<Map> wholeWay(Rig r) {
        def ends = [r.run(threeFailures(r))]
        def ran = [r.ran.toList()]
        ['m2', 'copy', 'inner'].each { cause ->
            mended << cause
            r.ran.clear()
            ends << r.resume(threeFailures(r), ofMinutes(1), resumption: Resumption.undecided().because("$cause is mended"))
            ran << r.ran.toList()
        }
        [ends, ran].transpose().collect { [status: it[0].status(), ran: it[1]] }
    }

    def 'a resume continues at each failed step in turn, and repeats nothing that succeeded'() {
        when:
        def way = wholeWay(rig)

        then:
        way*.status == [RunStatus.FAILED, RunStatus.FAILED, RunStatus.FAILED, RunStatus.SUCCEEDED]
        way[0].ran.toSet() == ['a', 'ignored', 'mend it', 'm1', 'm2', 'm3', 'm4'] as Set
        way[1].ran.toSet() == ['m2', 'm4', 'b', 'dump', 'copy'] as Set
        way[1].ran.count('dump') == 2
        way[2].ran == ['copy', 'dump', 'copy', 'first', 'inner']
        way[3].ran == ['inner', 'last', 'c']

        and: 'the journal records where each failure was, who resumed the run and why'
        rig.recorded(RunFinished)*.trace()*.failed() == [['m2', 'm4'], ['Each › r2 › copy'], ['F › inner'], []]
        rig.recorded(Resumed)*.failed() == [['m2', 'm4'], ['Each › r2 › copy'], ['F › inner']]
        rig.recorded(Resumed)*.reason() == ['m2 is mended', 'copy is mended', 'inner is mended']
        rig.recorded(Resumed)*.after().toSet() == [ResumedAfter.FAILURE] as Set

        and: 'each message is sent once, except for those about a failure'
        rig.notices*.text() == ['started', 'on the way', 'failed', 'failed', 'nearly there', 'failed']

        and: 'the RTO clock kept running'
        rig.recorded(ClockStopped).last().elapsedMs() == ofMinutes(3).toMillis()
    }

    def 'wherever the engine dies during these resumes, every step ends and no finished step is repeated'() {
        given:
        def whole = new Rig()
        wholeWay(whole)
        int failed = whole.events.findIndexOf { it instanceof RunFinished }

        expect: 'all causes are fixed by then'
        (failed + 1..<whole.entries.size()).each { died ->
            def r = new Rig()
            r.entries.addAll(whole.entries.take(died))
            def ok = { r.recorded(StepFinished).findAll { it.result() == Result.OK }*.step() }
            def finished = ok()
            def end = r.resume(threeFailures(r))
            if (end.status() == RunStatus.FAILED) { // its failure was on record, and not its end
                end = r.resume(threeFailures(r))
            }
            assert end.status() == RunStatus.SUCCEEDED: "died at record $died"
            assert ok().size() == ok().toSet().size(): "a finished step ran again, died at record $died"
            assert ok().take(finished.size()) == finished
            assert ok().toSet() == whole.recorded(StepFinished).findAll { it.result() == Result.OK }*.step().toSet(): "died at record $died"
            assert r.recorded(AttemptStarted).groupBy { it.step() }.every { it.value*.marker().toSet().size() == it.value.size() }
        }
    }

    def 'the failed step has all its retries and its whole budget again'() {
        given:
        def plan = { Rig r -> r.plan([of(r, 'a', retry: new Retry(1, ofSeconds(1), 1), budget: ofMinutes(1))]) }

        when:
        rig.run(plan(rig))
        rig.resume([:], plan(rig), ofMinutes(10))
        mended << 'a'
        def end = rig.resume([:], plan(rig), ofMinutes(10))

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.recorded(AttemptStarted)*.number() == [1, 2, 3, 4, 5]
        rig.recorded(StepFinished).collect { [it.result(), it.attempts()] } == [[Result.FAILED, 2], [Result.FAILED, 4], [Result.OK, 5]]
        rig.recorded(Overrun) == []
    }

    def 'a step that timed out has its whole budget again'() {
        given:
        def plan = { Rig r -> r.plan([r.step('a', budget: ofMinutes(1), idempotent: true, 'a' in mended ? r.ok(ofSeconds(50)) : r.hangs())]) }

        when:
        rig.run(plan(rig))
        mended << 'a'
        def end = rig.resume([:], plan(rig), ofMinutes(10))

        then:
        rig.results() == ['a: timedOut', 'a: ok']
        end.status() == RunStatus.SUCCEEDED
    }

    def 'its probe runs first, and decides: it #says'() {
        given:
        def probe = new Work.Probe(new Work.Perform(new Rig.Scripted('probe', [rig."$answers"()], rig)), Optional.empty())
        def plan = rig.plan([step('a', idempotent: false, alreadyDone: probe), rig.step('b')])
        rig.run(plan)
        rig.ran.clear()
        mended << 'a'

        expect:
        rig.resume(plan).status() == RunStatus.SUCCEEDED
        rig.ran == ran
        rig.recorded(StepFinished).findAll { it.step() == 'a' }*.by().last() == by

        where:
        says      | answers || ran                  | by
        'is done' | 'ok'    || ['probe', 'b']       | DecidedBy.PROBE
        'is not'  | 'fails' || ['probe', 'a', 'b']  | DecidedBy.ITSELF
    }

    def 'the operator decides: #decision'() {
        given:
        def plan = rig.plan([step('a', idempotent: false), rig.step('b')])
        rig.run(plan)
        rig.ran.clear()
        mended << 'a'

        expect:
        def decided = said.completed(JournalReplay.of(rig.entries).open(), plan, 'r1', [:])
        rig.resume(plan, resumption: decided).status() == RunStatus.SUCCEEDED
        rig.ran == ran
        rig.recorded(Resumed)[0].decisions().collectEntries { [it.step(), it.decision().name().toLowerCase()] } == decisions

        where:
        decision                 | said                                                          || ran        | decisions
        'nothing: it runs again' | Resumption.undecided()                                        || ['a', 'b'] | [:]
        'it is done'             | Resumption.all(StepDecision.Kind.SKIP)                      || ['b']      | [a: 'skip']
        'it is done, by name'    | Resumption.undecided().but('a', StepDecision.Kind.SKIP)     || ['b']      | [a: 'skip']
    }

    def 'a failed step with an unknown outcome needs a decision, unless it is idempotent: #idempotent'() {
        given:
        def plan = rig.plan([rig.step('a', idempotent: idempotent, rig.unknown())])
        rig.run(plan)

        when:
        def asked = null
        try {
            Resumption.undecided().completed(JournalReplay.of(rig.entries).open(), plan, 'r1', [:])
        } catch (AuthorException needed) {
            asked = needed.message.readLines()[0]
        }

        then:
        asked == question

        where:
        idempotent || question
        true       || null
        false      || "step 'a' failed without an answer; its outcome is unknown"
    }

    def 'a step whose verify failed does not repeat its action, unless requested'() {
        given:
        def plan = rig.plan([rig.step('a', idempotent: true, verifies: [rig.step('v1', kind: Task.Kind.VERIFY), step('v2', kind: Task.Kind.VERIFY)]), rig.step('b')])
        rig.run(plan)
        rig.ran.clear()
        mended << 'v2'

        expect:
        trace().with { [it.failed(), it.around()] } == [['a › v2'], ['a']]
        def said = again ? Resumption.undecided().but('a', StepDecision.Kind.RETRY) : Resumption.undecided()
        rig.resume(plan, resumption: said.completed(JournalReplay.of(rig.entries).open(), plan, 'r1', [:])).status() == RunStatus.SUCCEEDED
        rig.ran == ran

        where:
        again || ran
        false || ['v2', 'b']
        true  || ['a', 'v2', 'b']
    }

    def 'values from before the failure are available to later steps'() {
        given:
        def known
        def seen
        def other = rig.plan([id: 'test/other'], [rig.step('dump', rig.ok(Duration.ZERO, [stdout: '42 rows'])), step('breaks'),
                                                  rig.step('reads', { seen = known.left('dump').get().stdout; rig.ok().call(it) })])
        def read = new ReadRunbook() {
            Plan plan() { other }
            void runsWith(KnownValues of) { known = of }
        }
        def plan = rig.plan([rig.task('F', new Work.Follow(read, [:]))])

        when:
        rig.run(plan)
        mended << 'breaks'
        rig.resume(plan)

        then:
        seen == '42 rows'
        rig.ran == ['dump', 'breaks', 'breaks', 'reads']
    }

    def 'the background task of a failed container is started again'() {
        given:
        def build = { Rig r ->
            r.plan([r.group(Group.Kind.PHASE, 'p', [
                new Background(r.step('load', kind: Task.Kind.BACKGROUND, { attempt -> r.waitsForStop(attempt) })),
                r.step('a', idempotent: true),
                r.step('breaks', idempotent: true, { attempt -> r.hung.await(); ('breaks' in mended ? r.ok() : r.fails()).call(attempt) })])])
        }
        rig.run(build(rig))
        mended << 'breaks'
        def next = new Rig()
        next.entries.addAll(rig.entries)

        expect:
        trace().with { [it.failed(), it.around().toSet()] } == [['breaks'], ['load', 'p'] as Set]
        next.resume(build(next)).status() == RunStatus.SUCCEEDED
        next.ran.toSet() == ['load', 'breaks'] as Set
    }

    def 'a run cannot be resumed after its failure was handled: #what'() {
        given:
        def stop = { List<Node> nodes -> rig.handler(nodes, new Handler.Stop()) }
        def other = rig.plan([id: 'test/other'], [rig.step('restore', rig.fails())])
        def undo = rig.step('Undo a', kind: Task.Kind.UNDO)
        def plans = [
            'steps were undone'          : { rig.plan([onFailure: stop([new UndoAll(rig.place())])], [rig.step('a', undo: undo), step('b')]) },
            'its handler ran a step'     : { rig.plan([onFailure: stop([rig.step('sorry page')])], [rig.step('a'), step('b')]) },
            'a handler failed'           : { rig.plan([rig.step('a'), step('b', onFailure: rig.handler([rig.step('mend', rig.fails())], new Handler.CarryOn()))]) },
            'it fell back'               : { rig.plan([onFailure: rig.handler([], rig.fallBackTo(other))], [rig.step('a'), step('b')]) },
            'a runbook in it fell back'  : { rig.plan([rig.task('F', new Work.Follow(Rig.read(rig.plan([id: 'test/f', onFailure: rig.handler([], rig.fallBackTo(other))], [step('b')])), [:]))]) }]
        rig.run(plans[what]())

        expect:
        trace().barrier() == barrier
        trace().because() == because
        !trace().resumable()

        where:
        what                         || barrier                | because
        'steps were undone'          || Barrier.UNDONE         | 'Undo a'
        'its handler ran a step'     || Barrier.HANDLER_ACTED  | 'sorry page'
        'a handler failed'           || Barrier.HANDLER_ACTED  | 'mend'
        'it fell back'               || Barrier.FELL_BACK      | 'test/other'
        'a runbook in it fell back'  || Barrier.FELL_BACK      | 'test/other'
    }

    def 'a handler that only verified or notified does not prevent a resume, and runs again when the step fails again'() {
        given:
        def handler = { Rig r -> r.handler([r.message([:], 'it failed'), r.step('look', kind: Task.Kind.VERIFY), new UndoAll(r.place())], new Handler.Stop()) }
        def plan = { Rig r -> r.plan([onFailure: handler(r)], [r.step('a', idempotent: true), r.message([:], 'half way'), of(r, 'b'), r.message([:], 'done')]) }

        when:
        rig.run(plan(rig))
        rig.resume(plan(rig))
        mended << 'b'
        def end = rig.resume(plan(rig))

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.ran == ['a', 'b', 'look', 'b', 'look', 'b']
        rig.notices*.text() == ['half way', 'it failed', 'it failed', 'done']
        rig.recorded(HandlerStarted).size() == 2
        rig.recorded(HandlerFinished).size() == 2
    }

    def 'tolerated failures remain tolerated: a quorum, a handler with carryOn, an undo within it'() {
        given:
        def undo = { String name -> rig.step(name, kind: Task.Kind.UNDO) }
        def plan = rig.plan([
            rig.group(Group.Kind.PARALLEL, 'q', atLeast: new dev.runbook.action.Quorum(1, 0), [rig.step('m1'), rig.step('m2', rig.fails())]),
            rig.group(Group.Kind.PHASE, 'p', onFailure: rig.handler([new UndoAll(rig.place())], new Handler.CarryOn()),
                [rig.step('a', undo: undo('Undo a')), rig.step('x', rig.fails())]),
            step('b')])
        rig.run(plan)
        rig.ran.clear()
        mended << 'b'

        expect:
        trace().with { [it.failed(), it.barrier()] } == [['b'], Barrier.NONE]
        rig.resume(plan).status() == RunStatus.SUCCEEDED
        rig.ran == ['b']
        rig.recorded(GroupFinished)*.step() == ['q', 'p']
    }

    def 'a step that failed before its first attempt begins again, with its condition'() {
        given:
        boolean readable = false
        def work = rig.step('a').work()
        def body = { if (!readable) { throw new AuthorException("plan.groovy:3: 'x' has left no stdout") }; work } as Task.Body
        def plan = rig.plan([rig.step('a', body: body), rig.step('b')])
        rig.run(plan)
        readable = true

        expect:
        rig.ran == []
        rig.resume(plan).status() == RunStatus.SUCCEEDED
        rig.ran == ['a', 'b']
    }
}
