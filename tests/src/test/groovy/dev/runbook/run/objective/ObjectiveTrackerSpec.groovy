package dev.runbook.run.objective

import dev.runbook.model.RunModel
import dev.runbook.run.resume.JournalReplay
import dev.runbook.run.message.Notices
import dev.runbook.forecast.PastTimes
import dev.runbook.run.record.Recorder
import static dev.runbook.journal.event.Verdict.Outcome.*
import dev.runbook.journal.Events
import dev.runbook.journal.event.*
import dev.runbook.plan.*
import dev.runbook.plan.Message.When
import dev.runbook.run.Rig
import spock.lang.Specification

import java.time.Duration
import java.time.Instant

import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

class ObjectiveTrackerSpec extends Specification {
    def rig = new Rig()

    def 'a run that succeeds too late exits 3 and reports by how much'() {
        when:
        def end = rig.run(rig.plan([rto: ofMinutes(5)], [rig.step('a', rig.ok(ofMinutes(6)))]))

        then:
        end.exitCode() == 3
        rig.recorded(Breached)*.elapsedMs() == [300_000L]
        rig.recorded(RunFinished)[0].verdicts()[0].with { [it.verdict(), it.actualMs(), it.why()] } ==
                [MISSED, 360_000L, '1m over']
    }

    def 'a missed RTO is reported once, although a sleep sets a second alarm'() {
        given: 'alarms that run although they were just cancelled'
        def late = new dev.runbook.time.FakeClock() {
            @Override
            synchronized dev.runbook.time.Clock.Alarm after(Duration time, Runnable task) {
                super.after(time, task)
                return { -> } as dev.runbook.time.Clock.Alarm
            }
        }
        def reported = []
        def recorder = new Recorder(new dev.runbook.journal.Journal() {
            dev.runbook.journal.Entry append(Event event) {
                reported << event
                new dev.runbook.journal.Entry(reported.size(), late.wall(), late.elapsingNanos(), event, '')
            }
            void close() {}
        }, new RunModel())
        def notices = new Notices(null, null, null, recorder, late, [:], JournalReplay.none())
        new ObjectiveTracker(rig.plan([rto: ofMinutes(5)], [rig.step('a')]), PastTimes.NONE, late, recorder, notices).begins(Optional.empty())

        when:
        recorder.record(Events.clockGap('slept', 1_000))
        late.advance(ofMinutes(6))

        then:
        reported.count { it instanceof Breached } == 1
    }

    def 'the RTO counts from startClock to stopClock only'() {
        when:
        def end = rig.run(rig.plan([rto: ofMinutes(5)], [rig.step('prepare', rig.ok(ofMinutes(10))),
                new ClockMark(ClockMark.Kind.START, rig.place()), rig.step('a', rig.ok(ofMinutes(4))),
                new ClockMark(ClockMark.Kind.STOP, rig.place()), rig.step('tidy', rig.ok(ofMinutes(10)))]))

        then:
        end.exitCode() == 0
        rig.recorded(ClockStopped)[0].elapsedMs() == 240_000
    }

    def 'the clock starts with the outage if its start is given'() {
        when:
        rig.run(rig.plan([rto: ofMinutes(5)], [rig.step('a', rig.ok(ofMinutes(1)))]), since: Instant.parse('2026-01-31T11:57:00Z'))

        then:
        rig.recorded(ClockStopped)[0].elapsedMs() == 240_000
        rig.recorded(ClockStarted)[0].began() == '2026-01-31T11:57:00Z'
    }

    def 'the risk is reported before the RTO is missed'() {
        when:
        rig.run(rig.plan([rto: ofMinutes(5), messages: [rig.message('at risk', on: [When.AT_RISK])]], [
                rig.step('a', budget: ofMinutes(2), onFailure: rig.handler([rig.step('mend', rig.ok(ofMinutes(1)))], new Handler.CarryOn()), rig.hangs()),
                rig.step('b', budget: ofMinutes(3))]))

        then:
        rig.recorded(AtRisk)[0].with { [it.expectedMs(), it.rtoMs(), it.why()] } ==
                [301_001L, 300_000L, "'mend' has been running for 1.0s, which the plan does not count on"]
        rig.recorded(Breached) == []
        rig.notices*.text() == ['at risk']
    }

    def 'without stopsWrites() the data loss is the clock start minus the recovery point'() {
        given:
        def point = rig.step('Last replicated', kind: Task.Kind.RECOVERY_POINT, rig.ok(Duration.ZERO, [value: instant]))

        when:
        def end = rig.run(rig.plan([rpo: ofMinutes(1)], [point]))

        then:
        rig.recorded(RecoveryPointMeasured)*.lossMs() == [loss]
        end.exitCode() == exit

        where:
        instant                         || loss    | exit
        '2026-01-31T11:59:30Z'          || 30_000L | 0
        '2026-01-31 11:58:00+00'        || 120_000L | 3
        '2026-01-31T12:58:30.500+01:00' || 89_500L | 3
    }

    def 'an rpo without a recovery point is reported as not measured'() {
        when:
        def end = rig.run(rig.plan([rpo: ofMinutes(1)], [rig.step('a')]))

        then:
        end.exitCode() == 0
        rig.recorded(RunFinished)[0].verdicts()*.verdict() == [NOT_MEASURED]
    }

    def 'messages are sent at their events, after their time, and repeatedly'() {
        when:
        rig.run(rig.plan([messages: [
                rig.message('start', on: [When.STARTED]), rig.message('good', on: [When.SUCCEEDED]),
                rig.message('bad', on: [When.FAILED]), rig.message('escalate', after: ofMinutes(15)),
                rig.message('still', every: ofMinutes(10))]], [rig.step('a', rig.ok(ofMinutes(25)))]))

        then:
        rig.notices*.text() == ['start', 'still', 'escalate', 'still', 'good']
    }

    def 'a message among the steps is sent at its position'() {
        when:
        rig.run(rig.plan([rig.step('a'), rig.message([:], 'half way'), rig.step('b')]))

        then:
        rig.events.findIndexOf { it instanceof MessageSent } < rig.events.findIndexOf { it instanceof StepStarted && it.step() == 'b' }
    }

    def 'a step with a limit reports an exceeded budget at once, not at its end'() {
        given:
        def step = rig.step('a', limited: new Budget(ofMinutes(2), Optional.of(ofMinutes(5))), rig.ok(ofMinutes(3)))

        when:
        rig.run(rig.plan([messages: [rig.message('late', on: [When.OVERRUN])]], [step]))

        then:
        rig.entries.findAll { it.event() instanceof Overrun }.collect { [Duration.ofNanos(it.sinceStartNanos()), it.event().blame()] } ==
                [[ofMinutes(2), 'it continues; 2m in its own action'], [ofMinutes(3), '3m in its own action']]
        rig.notices*.text() == ['late']
    }

    def 'a group that used up its budget reports its slowest members'() {
        when:
        rig.run(rig.plan([rig.group(Group.Kind.PHASE, 'all', budget: ofMinutes(3), [
                rig.step('a', rig.ok(ofMinutes(2))), rig.step('b', rig.ok(ofSeconds(10))), rig.step('c', rig.ok(ofMinutes(5)))])]))

        then:
        rig.recorded(Overrun).collect { [it.step(), it.blame()] } == [['all', "'a' took 2m, 'c' took 50s, 'b' took 10s"]]
    }

    def 'waits are reported apart from the action'() {
        when:
        rig.run(rig.plan([rig.step('a', limited: new Budget(ofSeconds(20), Optional.of(ofMinutes(1))),
                retry: new Retry(5, ofSeconds(20), 1), rig.fails(ofSeconds(5)))]))

        then:
        rig.recorded(Overrun)*.blame() == ['it continues; 5s in its own action, 15s in waits between attempts',
                                             '15s in its own action, 40s in waits between attempts']
    }
}
