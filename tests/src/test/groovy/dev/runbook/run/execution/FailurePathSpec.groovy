package dev.runbook.run.execution

import dev.runbook.value.Result
import static dev.runbook.journal.event.Verdict.Outcome.*
import dev.runbook.journal.event.*
import dev.runbook.plan.*
import dev.runbook.run.Rig
import spock.lang.Specification

import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

class FailurePathSpec extends Specification {
    def rig = new Rig()

    def 'after a handler with carryOn the run continues after the step'() {
        when:
        def end = rig.run(rig.plan([rig.step('a', onFailure: rig.handler([rig.step('mend')], new Handler.CarryOn()), rig.fails()),
                rig.step('b')]))

        then:
        end.exitCode() == 0
        rig.ran == ['a', 'mend', 'b']
        rig.recorded(HandlerFinished)[0].with { [it.of(), it.ending(), it.result()] } == ['a', HandlerEnding.CARRY_ON, Result.OK]
    }

    def 'a failure passes outward: step, container, runbook'() {
        given:
        def stop = { String name -> rig.handler([rig.step(name)], new Handler.Stop()) }

        when:
        def end = rig.run(rig.plan([onFailure: stop('runbook handler')], [
                rig.group(Group.Kind.PHASE, 'p', onFailure: stop('phase handler'),
                        [rig.step('a', onFailure: stop('step handler'), rig.fails())])]))

        then:
        end.exitCode() == 1
        rig.ran == ['a', 'step handler', 'phase handler', 'runbook handler']
    }

    def 'a failing handler passes the first failure outward'() {
        when:
        def end = rig.run(rig.plan([rig.step('a', onFailure: rig.handler([rig.step('mend', rig.fails())], new Handler.CarryOn()),
                rig.fails())]))

        then:
        end.cause() == "'a' failed: exit code 1"
        rig.recorded(HandlerFinished)[0].with { [it.ending(), it.result(), it.cause()] } ==
                [HandlerEnding.STOP, Result.FAILED, "'mend' failed: exit code 1"]
    }

    def 'a handler has its own time when the budget of the failed step is used up'() {
        when:
        rig.run(rig.plan([rig.group(Group.Kind.PHASE, 'p', budget: ofSeconds(10), [
                rig.step('a', onFailure: rig.handler([rig.step('mend', rig.ok(ofSeconds(30)))], new Handler.CarryOn()), rig.hangs())])]))

        then:
        rig.results() == ['a: timedOut', 'mend: ok']
    }

    def 'a fallback that succeeds ends the run as fallen back, exit 4, and the rest of the runbook is not run'() {
        given:
        def other = rig.plan([id: 'test/other', rto: ofMinutes(15)], [rig.step('restore', rig.ok(ofMinutes(1)))])

        when:
        def end = rig.run(rig.plan([rto: ofMinutes(5), onFailure: rig.handler([], rig.fallBackTo(other))],
                [rig.step('a', rig.fails()), rig.step('b')]))

        then:
        end.status() == RunStatus.FELL_BACK
        end.exitCode() == 4
        rig.ran == ['a', 'restore']
        rig.results() == ['a: failed', 'test/other › restore: ok']
        rig.recorded(FollowFinished)[0].with { [it.fallback(), it.status(), it.clockMs()] } == [true, RunStatus.SUCCEEDED, 60_000L]

        and: 'its own RTO is reported next to that of the run'
        rig.recorded(RunFinished)[0].verdicts().collect { "${it.name()} ${it.verdict()} ${it.actualMs()}" } ==
                ['RTO MET 60000', 'RTO of test/other MET 60000']
    }

    def 'a fallback that fails too ends the run as failed with both causes'() {
        given:
        def other = rig.plan([id: 'test/other'], [rig.step('restore', rig.fails())])

        when:
        def end = rig.run(rig.plan([onFailure: rig.handler([], rig.fallBackTo(other))], [rig.step('a', rig.fails())]))

        then:
        end.exitCode() == 1
        end.cause() == "'a' failed: exit code 1; fell back to test/other, which failed too: 'test/other › restore' failed: exit code 1"
    }

    def 'a fallback whose own fallback succeeded has recovered: the run ends as fallen back, with the whole path'() {
        given:
        def last = rig.plan([id: 'test/last'], [rig.step('rebuild', rig.ok(ofMinutes(1)))])
        def other = rig.plan([id: 'test/other', onFailure: rig.handler([], rig.fallBackTo(last))], [rig.step('restore', rig.fails())])

        when:
        def end = rig.run(rig.plan([rto: ofMinutes(5), onFailure: rig.handler([], rig.fallBackTo(other))], [rig.step('a', rig.fails())]))

        then:
        end.status() == RunStatus.FELL_BACK
        end.exitCode() == 4
        end.cause() == "'a' failed: exit code 1; fell back to test/other; 'test/other › restore' failed: exit code 1; " +
                'fell back to test/last, which succeeded'
        rig.recorded(RunFinished)[0].verdicts()*.verdict() == [MET]
    }

    def 'a member of a parallel that falls back stops the others first'() {
        given:
        def other = rig.plan([id: 'test/other'], [rig.step('restore')])
        def waits = { attempt ->
            attempt.stop().await(20_000)
            dev.runbook.action.Outcome.stopped(attempt.stop().reason().get(), [:], '',
                    new dev.runbook.value.StopProof('TERM', ofSeconds(0), []))
        }

        def failsBeside = { attempt ->
            while (!rig.ran.contains('slow')) {
                Thread.onSpinWait()
            }
            rig.fails().call(attempt)
        }

        when:
        def end = rig.run(rig.plan([rig.group(Group.Kind.PARALLEL, 'p', [
                rig.step('slow', waits),
                rig.step('bad', onFailure: rig.handler([], rig.fallBackTo(other)), failsBeside)])]))

        then:
        end.status() == RunStatus.FELL_BACK
        rig.results().toSet() == ['bad: failed', 'slow: cancelled', 'test/other › restore: ok'].toSet()
        rig.results().last() == 'test/other › restore: ok'
    }

    def 'a followed runbook is a step of this one, ok only if it succeeded'() {
        given:
        def other = rig.plan([id: 'test/other'], [rig.step('inner', outcome == 'ok' ? rig.ok() : rig.fails())])

        when:
        def end = rig.run(rig.plan([rig.task('Do the other', new Work.Follow(Rig.read(other), [:])), rig.step('b')]))

        then:
        end.exitCode() == exit
        rig.results() == results

        where:
        outcome || exit | results
        'ok'    || 0    | ['Do the other › inner: ok', 'Do the other: ok', 'b: ok']
        'bad'   || 1    | ['Do the other › inner: failed', 'Do the other: failed']
    }

    def 'verifies of a step that follows a runbook run after it, and are part of its success'() {
        given:
        def other = rig.plan([id: 'test/other'], [rig.step('inner', inner == 'ok' ? rig.ok() : rig.fails())])
        def verify = rig.step('look', kind: Task.Kind.VERIFY, look == 'ok' ? rig.ok() : rig.fails())

        when:
        def end = rig.run(rig.plan([rig.task('Do the other', verifies: [verify], new Work.Follow(Rig.read(other), [:])), rig.step('b')]))

        then:
        end.exitCode() == exit
        rig.results() == results

        where:
        inner | look  || exit | results
        'ok'  | 'ok'  || 0    | ['Do the other › inner: ok', 'Do the other › look: ok', 'Do the other: ok', 'b: ok']
        'ok'  | 'bad' || 1    | ['Do the other › inner: ok', 'Do the other › look: failed', 'Do the other: failed']
        'bad' | 'ok'  || 1    | ['Do the other › inner: failed', 'Do the other: failed']
    }

    def 'a stopped run stops the step, runs no handler and ends aborted'() {
        given:
        def stopped = { attempt ->
            rig.control.requestStop('INT', 130)
            dev.runbook.action.Outcome.stopped(attempt.stop().reason().get(), [:], 'stopped',
                    new dev.runbook.value.StopProof('TERM', ofSeconds(0), []))
        }

        when:
        def end = rig.run(rig.plan([onFailure: rig.handler([rig.step('mend')], new Handler.Stop())],
                [rig.step('a', stopped), rig.step('b')]))

        then:
        end.status() == RunStatus.ABORTED
        end.exitCode() == 130
        rig.ran == ['a']
        rig.results() == ['a: cancelled']
    }

    def 'a message of a runbook reports the status of that runbook, not of the run around it'() {
        given:
        def other = rig.plan([id: 'test/other', messages: [rig.message('other @status', on: [Message.When.STARTED, Message.When.SUCCEEDED])]], [rig.step('b')])

        when:
        rig.run(rig.plan([messages: [rig.message('run @status', on: [Message.When.FELL_BACK])],
                onFailure: rig.handler([], rig.fallBackTo(other))], [rig.step('a', rig.fails())]))

        then:
        rig.notices*.text() == ['other running', 'other succeeded', 'run fellBack']
    }
}
