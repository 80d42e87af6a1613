package dev.runbook.run.objective

import static dev.runbook.journal.event.Verdict.Outcome.*
import dev.runbook.journal.event.*
import dev.runbook.journal.event.DataLoss.End
import dev.runbook.journal.event.DataLoss.Missing
import dev.runbook.journal.event.DataLoss.Source
import dev.runbook.plan.ClockMark
import dev.runbook.plan.Handler
import dev.runbook.plan.Plan
import dev.runbook.plan.Task
import dev.runbook.run.Rig
import spock.lang.Specification

import java.time.Duration
import java.time.Instant

import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

/** The data loss is the end of writes minus the recovery point, and its inputs are recorded. Runs begin at 12:00. */
class DataLossSpec extends Specification {
    def rig = new Rig()

    def 'the loss is counted to the end of the step that stops writes'() {
        when:
        def end = rig.run(rig.plan([rpo: ofMinutes(1)], [stops('Stop', ofSeconds(40)), rig.step('Restore', rig.ok(ofMinutes(3))), point('11:59:50')]))

        then:
        verdict('RPO').with { [it.verdict(), it.targetMs(), it.actualMs(), it.why()] } == [MET, 60_000L, 50_000L, '']
        verdict('RPO').loss().get() == new DataLoss(50_000, false, Missing.NOTHING, '2026-01-31T11:59:50Z', '2026-01-31T12:03:40Z', 'Recovery point',
                'test/plan', Source.MEASURED, '', '2026-01-31T12:00:40Z', End.WRITES_STOPPED, 'Stop')
        verdict('RPO').loss().get().formula() ==
                "2026-01-31T12:00:40.000Z (writes stopped: end of 'Stop') − 2026-01-31T11:59:50.000Z (recovery point: 'Recovery point') = 50s"
        rig.recorded(RecoveryPointMeasured)[0].loss().get() == verdict('RPO').loss().get()
        end.exitCode() == 0
    }

    def 'a recovery point after the start of the clock shows no loss only if writes had stopped by then: #what'() {
        when:
        def end = rig.run(rig.plan([rpo: ofMinutes(1)], nodes(this)))

        then:
        verdict('RPO').with { [it.verdict(), it.actualMs(), it.loss().get().upperBound(), it.loss().get().end()] } == [kept, lost, bound, until]
        end.exitCode() == exit

        where:
        what                              | nodes                                                                                    || kept          | lost     | bound | until              | exit
        'writes stopped before'           | { DataLossSpec s -> [s.stops('Stop', ofSeconds(10)), s.point('12:00:20', ofMinutes(1))] }                   || MET        | 0L       | false | End.WRITES_STOPPED | 0
        'writes stopped at it'            | { DataLossSpec s -> [s.stops('Stop', ofSeconds(10)), s.point('12:00:10', ofMinutes(1))] }                   || MET        | 0L       | false | End.WRITES_STOPPED | 0
        'writes went on behind it'        | { DataLossSpec s -> [s.stops('Stop', ofSeconds(90)), s.point('12:00:10')] }                                 || MISSED      | 80_000L  | false | End.WRITES_STOPPED | 3
        'writes stopped after it was measured' | { DataLossSpec s -> [s.point('12:00:10', ofSeconds(20)), s.stops('Stop', ofSeconds(90))] }            || MISSED      | 100_000L | false | End.WRITES_STOPPED | 3
        'unknown, measured soon'          | { DataLossSpec s -> [s.point('12:00:10', ofSeconds(40))] }                                                    || MET        | 30_000L  | true  | End.MEASUREMENT    | 0
        'unknown, measured late'          | { DataLossSpec s -> [s.point('12:00:10', ofSeconds(90))] }                                                    || NOT_MEASURED | -1L      | true  | End.MEASUREMENT    | 0
        'unknown, and it is earlier'      | { DataLossSpec s -> [s.point('11:59:30', ofSeconds(90))] }                                                    || MET        | 30_000L  | false | End.CLOCK_START    | 0
        'two stop writes: the last counts' | { DataLossSpec s -> [s.stops('Stop', ofSeconds(90)), s.stops('Drain', ofSeconds(30)), s.point('12:01:50', ofMinutes(1))] } || MET | 10_000L | false | End.WRITES_STOPPED | 0
    }

    def 'an upper bound is reported as such, with the word that makes it exact'() {
        when:
        rig.run(rig.plan([rpo: ofMinutes(1)], [point('12:00:10', ofSeconds(90))]))

        then:
        verdict('RPO').why() == 'at most 1m 20s of data lost: no step with stopsWrites() says when writes stopped'
        verdict('RPO').loss().get().formula() ==
                "2026-01-31T12:01:30.000Z (measured; when writes stopped is not known) − 2026-01-31T12:00:10.000Z (recovery point: 'Recovery point') = at most 1m 20s"
    }

    def 'the start of the clock counts if it is later than the end of writes: the outage had not begun'() {
        given:
        def start = new ClockMark(ClockMark.Kind.START, rig.place())

        when:
        rig.run(rig.plan([rpo: ofMinutes(5)], [stops('Maintenance mode', ofSeconds(10)), rig.step('Prepare', rig.ok(ofSeconds(50))), start, point(recovered)]))

        then:
        verdict('RPO').loss().get().with { [it.lossMs(), it.end()] } == [lost, until]

        where:
        recovered  || lost    | until
        '11:59:50' || 70_000L | End.CLOCK_START
        '12:00:05' || 55_000L | End.CLOCK_START
        '12:00:10' || 0L      | End.WRITES_STOPPED
    }

    def 'with --since the clock started with the outage'() {
        when:
        rig.run(rig.plan([rpo: ofMinutes(1)], [point('11:56:30')]), since: Instant.parse('2026-01-31T11:57:00Z'))

        then:
        verdict('RPO').loss().get().with { [it.lossMs(), it.until(), it.end()] } == [30_000L, '2026-01-31T11:57:00Z', End.CLOCK_START]
    }

    def 'the loss is the difference of the two recorded instants, to the millisecond'() {
        when:
        rig.run(rig.plan([rpo: ofMinutes(1)], [stops('Stop', ofSeconds(10)), point('11:59:58.8749')]))

        then:
        verdict('RPO').loss().get().with { [it.lossMs(), it.recoveryPoint(), it.until()] } == [11_126L, '2026-01-31T11:59:58.874Z', '2026-01-31T12:00:10Z']
        verdict('RPO').loss().get().formula().endsWith('= 11.126s')
    }

    def 'a step with stopsWrites() that did not end ok leaves the loss unmeasured: #result'() {
        given:
        def stop = rig.step('Stop', stopsWrites: true, budget: ofMinutes(1), onFailure: rig.handler([], new Handler.CarryOn()), attempt(rig))

        when:
        def end = rig.run(rig.plan([rpo: ofMinutes(1)], [stop, point('11:59:50')]))

        then:
        end.status() == RunStatus.SUCCEEDED
        verdict('RPO').with { [it.verdict(), it.actualMs(), it.why(), it.loss().get().missing(), it.loss().get().endStep()] } ==
                [NOT_MEASURED, -1L, "'Stop' did not end ok, so it is not known when writes stopped", Missing.STOP_FAILED, 'Stop']

        where:
        result      | attempt
        'failed'    | { Rig r -> r.fails() }
        'timedOut'  | { Rig r -> r.hangs() }
        'unknown'   | { Rig r -> r.unknown() }
    }

    def 'a skipped step with stopsWrites() is ignored'() {
        given:
        def never = [texts: { [] }, names: { [] as Set }, failures: { v, m -> [new dev.runbook.plan.Condition.Failed('x', rig.place(), [], Optional.empty())] }] as dev.runbook.plan.Condition
        def stop = rig.step('Stop', stopsWrites: true, onlyIf: never)

        when:
        rig.run(rig.plan([rpo: ofMinutes(1)], [stop, point('11:59:50')]))

        then:
        verdict('RPO').loss().get().with { [it.lossMs(), it.end()] } == [10_000L, End.CLOCK_START]
    }

    def 'a value given to the run is not a measurement: #what'() {
        when:
        def end = rig.run(rig.plan([rpo: ofMinutes(1), arguments: parameters], [point('11:59:50')]), settings: settings)

        then:
        verdict('RPO').with { [it.verdict(), it.why()] } ==
                [NOT_MEASURED, "the recovery point 2026-01-31T11:59:50.000Z of 'Recovery point' equals the $what: it was given, not measured".toString()]
        verdict('RPO').loss().get().with { [it.missing(), it.source(), it.given()] } == [Missing.GIVEN, source, name]
        end.exitCode() == 0

        where:
        what                | parameters                                      | settings                                  || source           | name
        "parameter 'to'"    | [to: Instant.parse('2026-01-31T11:59:50Z')]     | [:]                                       || Source.PARAMETER | 'to'
        "parameter 'to'"    | [reason: 'x', to: '2026-01-31 12:59:50+01']     | [:]                                       || Source.PARAMETER | 'to'
        "setting 'lastGood'" | [:]                                            | [a: 1, lastGood: '2026-01-31T11:59:50Z']  || Source.SETTING   | 'lastGood'
        "setting 'points'"  | [:]                                             | [points: [orders: ['2026-01-31T11:59:50Z']]] || Source.SETTING | 'points'
    }

    def 'a recovery point later than its measurement is reported as differing clocks, not as no loss'() {
        when:
        rig.run(rig.plan([rpo: ofMinutes(1)], [stops('Stop', ofSeconds(10)), point('12:10:00')]))

        then:
        verdict('RPO').with { [it.verdict(), it.loss().get().missing()] } == [NOT_MEASURED, Missing.CLOCKS_DIFFER]
        verdict('RPO').why().contains('the clocks of the two machines differ')
    }

    def 'a recovery point that was not reached leaves the RPO unmeasured'() {
        when:
        def end = rig.run(rig.plan([rpo: ofMinutes(1)], [rig.step('Restore', rig.fails()), point('11:59:50')]))

        then:
        end.exitCode() == 1
        verdict('RPO').with { [it.verdict(), it.why(), it.loss().get().missing()] } == [NOT_MEASURED, 'no recovery point was measured', Missing.NO_RECOVERY_POINT]
    }

    def 'the measurement of a fallback is its own, whatever the run had reached before'() {
        given:
        def other = rig.plan([id: 'test/pitr', rpo: ofMinutes(5)], [stops('Stop', ofSeconds(30)), point('11:58:30')])

        when:
        def end = rig.run(rig.plan([rpo: ofMinutes(1), onFailure: rig.handler([], rig.fallBackTo(other))],
                [point('11:59:50', Duration.ZERO, 'Own point'), rig.step('Verify', rig.fails())]))

        then:
        end.status() == RunStatus.FELL_BACK
        rig.recorded(RunFinished)[0].verdicts().collect { [it.name(), it.verdict(), it.actualMs()] } ==
                [['RPO', NOT_MEASURED, -1L], ['RPO of test/pitr', MET, 120_000L]]
        verdict('RPO').loss().get().missing() == Missing.FELL_BACK
        verdict('RPO of test/pitr').loss().get().with { [it.step(), it.runbook(), it.end(), it.endStep()] } ==
                ['test/pitr › Recovery point', 'test/pitr', End.WRITES_STOPPED, 'test/pitr › Stop']
        rig.recorded(FollowStarted)*.targets()*.rpoMs() == [300_000L]
    }

    def 'a fallback without stopsWrites() counts to that of the run: #declared'() {
        given:
        def other = rig.plan([id: 'test/pitr', rpo: ofMinutes(5)], [rig.step('Restore', rig.ok(ofMinutes(2))), point('12:00:30')])
        def first = declared ? stops('Stop', ofSeconds(30)) : rig.step('Stop', rig.ok(ofSeconds(30)))

        when:
        rig.run(rig.plan([rpo: ofMinutes(1), onFailure: rig.handler([], rig.fallBackTo(other))], [first, rig.step('Verify', rig.fails(ofSeconds(10)))]))

        then:
        verdict('RPO of test/pitr').loss().get().with { [it.lossMs(), it.end()] } == [lost, until]

        where:
        declared || lost    | until
        true     || 0L      | End.WRITES_STOPPED
        false    || 10_000L | End.CLOCK_START
    }

    def 'a followed runbook measures for a runbook without a recovery point: #own'() {
        given:
        def other = rig.plan([id: 'test/restore'], [stops('Stop', ofSeconds(30)), point('11:59:00')])
        def follow = rig.task([:], 'Restore', new dev.runbook.plan.Work.Follow(Rig.read(other), [:]))

        when:
        rig.run(rig.plan([rpo: ofMinutes(5)], [follow] + (own ? [point('11:58:00', Duration.ZERO, 'Own point')] : [])))

        then:
        verdict('RPO').loss().get().with { [it.lossMs(), it.step(), it.runbook(), it.endStep()] } == [lost, step, runbook, 'Restore › Stop']
        rig.recorded(RunFinished)[0].verdicts()*.name() == ['RPO']

        where:
        own   || lost     | step                       | runbook
        false || 90_000L  | 'Restore › Recovery point' | 'test/restore'
        true  || 150_000L | 'Own point'                | 'test/plan'
    }

    def 'a resumed run computes the same loss from its records'() {
        given:
        def nodes = { [stops('Stop', ofSeconds(40)), rig.step('Restore', idempotent: true, rig.ok(ofMinutes(3))), point('11:59:50'), rig.step('Start', idempotent: true)] }
        def plan = rig.plan([rpo: ofMinutes(1)], nodes())
        rig.crashAt = died

        when:
        try {
            rig.run(plan)
        } catch (Rig.EngineDied ignored) {
        }
        rig.crashAt = -1
        rig.resume([:], plan, ofMinutes(10))

        then:
        verdict('RPO').loss().get().with { [it.lossMs(), it.recoveryPoint(), it.until(), it.endStep()] } ==
                [50_000L, '2026-01-31T11:59:50Z', '2026-01-31T12:00:40Z', 'Stop']

        where:
        died << (6..15)
    }

    def 'output that is not an instant fails the recovery point in one line: #answer'() {
        when:
        rig.run(rig.plan([rpo: ofMinutes(1)], [rig.step('Recovery point', kind: Task.Kind.RECOVERY_POINT, rig.ok(Duration.ZERO, [value: answer]))]))

        then:
        rig.recorded(StepFinished)[0].cause() == cause

        where:
        answer                || cause
        null                  || 'the recovery point is missing: the answer is empty'
        'soon'                || "the answer is not a recovery point: 'soon' is not an instant such as 2026-01-31T12:00:00Z (ISO 8601, RFC 1123, seconds since 1970)"
        '2026-01-31 11:59:00' || "the answer is not a recovery point: '2026-01-31 11:59:00' does not say its time zone: add an offset to it (Z, +01:00), or give zone: 'UTC'"
    }

    def 'each named recovery point has its own verdict, beside that of all data; one that was not reached is not measured'() {
        when:
        def end = rig.run(rig.plan([rpo: ofMinutes(1), rpos: [History: ofMinutes(5), Settings: Duration.ZERO, Cache: ofMinutes(1)]],
                [stops('Stop', ofSeconds(40)), point('12:00:10'), point('11:57:00', ofSeconds(1), 'History'), point('12:00:30', ofSeconds(1), 'Settings')]))

        then:
        verdict('RPO').verdict() == MET
        verdict('RPO History').with { [it.verdict(), it.targetMs(), it.actualMs()] } == [MET, 300_000L, 220_000L]
        verdict('RPO Settings').with { [it.verdict(), it.actualMs()] } == [MISSED, 10_000L]
        verdict('RPO Cache').verdict() == NOT_MEASURED
        rig.recorded(RecoveryPointMeasured)*.data() == ['', 'History', 'Settings']
        end.exitCode() == 3
    }

    def 'the named RPOs of a followed runbook have their verdicts beside the run\'s own'() {
        given:
        def other = rig.plan([id: 'test/restore', rpos: [History: ofMinutes(5), Settings: Duration.ZERO, Cache: ofMinutes(1)]],
                [stops('Stop', ofSeconds(40)), point('11:57:00', ofSeconds(1), 'History'), point('12:00:30', ofSeconds(1), 'Settings')])
        def follow = rig.task([:], 'Restore', new dev.runbook.plan.Work.Follow(Rig.read(other), [:]))

        when:
        def end = rig.run(rig.plan([rpos: [History: ofMinutes(1)]], [follow, point('12:00:00', Duration.ZERO, 'History')]))

        then:
        rig.recorded(RunFinished)[0].verdicts().collect { [it.name(), it.verdict(), it.actualMs()] } == [
            ['RPO History', MET, 40_000L], ['RPO History of test/restore', MET, 220_000L],
            ['RPO Settings of test/restore', MISSED, 10_000L], ['RPO Cache of test/restore', NOT_MEASURED, -1L]]
        end.exitCode() == 0
    }

    Task stops(String name, Duration time) {
        rig.step(name, stopsWrites: true, idempotent: true, rig.ok(time))
    }

    Task point(String time, Duration after = Duration.ZERO, String name = 'Recovery point') {
        rig.step(name, kind: Task.Kind.RECOVERY_POINT, rig.ok(after, [value: "2026-01-31T${time}Z".toString()]))
    }

    private Verdict verdict(String promise) {
        rig.recorded(RunFinished)[0].verdicts().find { it.name() == promise }
    }
}
