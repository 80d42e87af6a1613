package dev.runbook.run.resume

import dev.runbook.journal.event.*
import dev.runbook.AuthorException
import dev.runbook.action.Outcome
import dev.runbook.plan.*
import dev.runbook.run.Rig
import dev.runbook.value.Result

import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

/** How a resume decides about steps that were in progress, with probes and decisions of the operator. */
class InterruptedStepSpec extends EngineDeathSpecification {
    def 'a step interrupted in an iteration needs a decision only if its runbook does not decide'() {
        given:
        def member = rig.step('dump', idempotent: idempotent, verifies: [rig.step('look', kind: Task.Kind.VERIFY)])
        def plan = rig.plan([new ForEach(ForEach.Kind.EACH, 'Each table', rig.place(), Optional.empty(), 1, 'Tables: rows',
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

    def 'an interrupted step is decided by its declarations, or by the operator'() {
        given:
        def answers = [done: rig.ok(), 'not yet': rig.fails(), unknown: rig.unknown(), 'nothing in time': rig.hangs(),
                       refused: { Outcome.failed('connection refused') }, silence: { Outcome.silence([status: 0], 'connection refused') }]
        def task = rig.step('a', idempotent: idempotent, budget: ofMinutes(1))
        if (probeSays) {
            task = withProbe(task, new Work.Probe(new Work.Perform(new Rig.Scripted('probe', [answers[probeSays]], rig)), Optional.empty()))
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

    def 'after a probe without an answer, the next resume needs its answer or a decision of the operator'() {
        given: 'a step in a parallel, whose probe is rejected at first'
        def build = { Rig r, Closure says -> r.plan([r.group(Group.Kind.PARALLEL, 'q', [r.step('b', idempotent: true),
            withProbe(r.step('a'), new Work.Probe(new Work.Perform(new Rig.Scripted('probe', [says], r)), Optional.empty()))]), r.step('c')]) }
        rig.run(build(rig, rig.ok()))
        rig.entries.subList(rig.events.findIndexOf { it instanceof AttemptStarted && it.step() == 'a' } + 1, rig.entries.size()).clear()

        when:
        rig.ran.clear()
        def end = rig.resume(build(rig, { Outcome.failed('connection refused') }))

        then:
        end.status() == RunStatus.ABORTED
        end.cause() == "'a': its probe gave no answer (connection refused); whether the step was done is unknown. runbook resume r1 runs the probe again; " +
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

    def 'a step does not begin when its probe was #what'() {
        given:
        def not = Outcome.answered(Result.FAILED, [exitCode: 1], 'exit code 1')
        def probes = [
            'stopped'                 : { attempt -> rig.control.requestStop('INT', 130); rig.hangs().call(attempt) },
            'answered after a stop'   : { attempt -> rig.control.requestStop('INT', 130); not },
            'answered as time was up' : { attempt -> rig.clock.advance(attempt.deadline().remaining()); not }]
        def plan = rig.plan([withProbe(rig.step('a', budget: ofMinutes(1)), new Work.Probe(new Work.Perform(new Rig.Scripted('probe', [probes[what]], rig)), Optional.empty()))])
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

    def 'a probe and the attempt after it have different numbers and markers'() {
        given:
        def plan = rig.plan([withProbe(rig.step('a'), new Work.Probe(new Work.Perform(new Rig.Scripted('probe', [rig.fails()], rig)), Optional.empty()))])
        rig.crashAt = 4 // the attempt has begun

        when:
        died { rig.run(plan) }
        rig.resume(plan)

        then:
        rig.recorded(AttemptStarted).collect { [it.number(), it.probe()] } == [[1, false], [2, true], [3, false]]
        rig.recorded(AttemptStarted)*.marker().toSet().size() == 3
    }

    def 'an interrupted attempt is repeated, even if it was the last one that retry allows'() {
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

    def 'the answer of a probe is not used as the result of the step if the engine dies again'() {
        given:
        def probe = new Work.Probe(new Work.Perform(new Rig.Scripted('probe', [rig.fails()], rig)), Optional.empty())
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

    def 'a step that was stopped with the run begins again, even if the engine died before it recorded the end'() {
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

    def 'the runbook or the operator decides about an interrupted step: #what'() {
        given:
        def plan = rig.plan([rig.step('a', undo: rig.step('Undo a', kind: Task.Kind.UNDO, idempotent: idempotent)),
            new ForEach(ForEach.Kind.EACH, 'each', rig.place(), Optional.empty(), 1, 'of', [rig.step('copy', idempotent: idempotent)], { [] } as ForEach.Iterations, Optional.empty())])

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
        'an idempotent iteration'| 'each › orders › copy'   | true       | Resumption.undecided()                                                     || [:]                                | null
        'another iteration'      | 'each › orders › copy'   | false      | Resumption.undecided()                                                     || null                               | "step 'each › orders › copy' was in progress when the engine stopped; its outcome is unknown"
        'an idempotent undo'     | 'Undo a'                 | true       | Resumption.undecided()                                                     || [:]                                | null
        'another undo'           | 'Undo a'                 | false      | Resumption.undecided()                                                     || null                               | "step 'Undo a' was in progress when the engine stopped; its outcome is unknown"
        'a step in an iteration'  | 'each › orders › copy'   | false      | Resumption.undecided().but('copy', StepDecision.Kind.SKIP)               || ['each › orders › copy': StepDecision.Kind.SKIP] | null
        'a step, by name'        | 'a'                      | false      | Resumption.all(StepDecision.Kind.RETRY).but('a', StepDecision.Kind.SKIP) || [a: StepDecision.Kind.SKIP]    | null
        'an unknown step'        | 'a'                      | false      | Resumption.undecided().but('b', StepDecision.Kind.SKIP)                  || null                               | "no step 'b' was in progress or had failed when the run stopped; these were: 'a'"
    }

    def 'the time of a probe does not count as a wait between attempts'() {
        given:
        def probe = new Work.Probe(new Work.Perform(new Rig.Scripted('probe', [rig.fails(ofSeconds(10))], rig)), Optional.empty())
        def plan = rig.plan([withProbe(rig.step('a', budget: ofSeconds(12), rig.ok(), rig.ok(ofSeconds(5))), probe)])
        rig.crashAt = 4 // the attempt has begun

        when:
        died { rig.run(plan) }
        rig.resume(plan)

        then:
        rig.recorded(Overrun)*.blame() == ['10s in asking whether it was done, 2s in its own action']
    }
}
