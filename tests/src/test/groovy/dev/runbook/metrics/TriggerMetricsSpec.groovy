package dev.runbook.metrics

import dev.runbook.compile.RunbookRequest
import dev.runbook.compile.RunbookTexts
import dev.runbook.journal.event.DeliveryResult
import dev.runbook.trigger.Decision
import dev.runbook.trigger.Judgement
import dev.runbook.trigger.Sample
import dev.runbook.trigger.TriggerSet
import dev.runbook.trigger.TriggerState
import spock.lang.Specification

import java.time.Duration
import java.time.Instant

class TriggerMetricsSpec extends Specification implements RunbookTexts {
    static final Instant START = Instant.parse('2026-01-31T12:00:00Z')

    def set, trigger, metrics

    def setup() {
        file('''triggers('shop/d') {
            def health = measure('Health') { http { get 'http://127.0.0.1/health' } }
            trigger('Down') { severity high; sustained 1.minute; when { !health.ok }; tell 'team' }
        }''', 'runbooks/shop/d.groovy')
        set = reader().triggers(RunbookRequest.toCheck(folder.resolve('runbooks/shop/d.groovy'), [:], Optional.empty(), NOW)).set()
        trigger = set.triggers()[0]
        metrics = new TriggerMetrics(set, 'test', { it })
    }

    def 'the state of a trigger is one of all states: #judgement, #effect'() {
        when:
        evaluate(judgement, effect, state)

        then:
        values('runbook_trigger_state').findAll { it.value == 1 }.keySet()*.last() == [current]
        values('runbook_trigger_state').size() == 5
        values('runbook_trigger_bad_seconds').values().toList() == [bad]
        values('runbook_trigger_no_data_seconds').values().toList() == [without]

        where:
        judgement         | effect                       | state                                                                               || current  | bad | without
        Judgement.GOOD    | Decision.Effect.NONE         | TriggerState.QUIET                                                                  || 'good'   | 0   | 0
        Judgement.BAD     | Decision.Effect.WINDOW_OPEN  | new TriggerState(ms(-30), ms(0), 3, -1, false, [])                                   || 'bad'    | 30  | 0
        Judgement.BAD     | Decision.Effect.FIRED_BEFORE | new TriggerState(ms(-90), ms(0), 7, -1, true, [])                                    || 'fired'  | 90  | 0
        Judgement.NO_DATA | Decision.Effect.NO_DATA      | new TriggerState(-1, -1, 0, ms(-45), false, [])                                      || 'noData' | 0   | 45
    }

    def 'what a trigger did is counted; what it only would do is not decided twice'() {
        when:
        evaluate(Judgement.BAD, Decision.Effect.TELLS, new TriggerState(ms(-60), ms(0), 5, -1, true, []))
        evaluate(Judgement.BAD, Decision.Effect.FIRED_BEFORE, new TriggerState(ms(-75), ms(0), 6, -1, true, []))

        then:
        values('runbook_trigger_fired').collectEntries { labels, value -> [labels.last(), value] } == [starts: 0, asks: 0, tells: 1]
    }

    def 'what the file no longer declares has no metrics any more'() {
        given:
        evaluate(Judgement.BAD, Decision.Effect.TELLS, new TriggerState(ms(-60), ms(0), 5, -1, true, []))

        when:
        metrics.declares(new TriggerSet(set.id(), set.file(), [], [], [], []))

        then:
        values('runbook_trigger_state').isEmpty()
        values('runbook_trigger_fired').isEmpty()
        values('runbook_measurement_ok').isEmpty()
    }

    def 'messages are counted by channel and result; late ones too'() {
        when:
        metrics.delivered('team', DeliveryResult.SENT, false)
        metrics.delivered('team', DeliveryResult.SENT, true)
        metrics.delivered('team', DeliveryResult.FAILED, true)
        metrics.delivered('cto', DeliveryResult.TIMED_OUT, true)

        then:
        values('runbook_trigger_messages').collectEntries { labels, value -> [labels[2..3].join(' '), value] } == ['team sent': 2, 'team failed': 1, 'cto timedOut': 1]
        values('runbook_trigger_messages_late').collectEntries { labels, value -> [labels.last(), value] } == [team: 2, cto: 1]
    }

    def 'the value of a measurement is its first number: #values'() {
        when:
        metrics.evaluated(START, sample(values), [], [Total: 30])

        then:
        this.values('runbook_measurement_value').values().toList() == expected
        this.values('runbook_score_points').values().toList() == [30]
        this.values('runbook_watch_evaluation_timestamp_seconds').values().toList() == [START.epochSecond]

        where:
        values                       || expected
        [value: 0.25d, status: 200]  || [0.25]
        [status: 503]                || [503]
        [exitCode: 1, stdout: '7']   || [1]
        [value: Double.NaN]          || []
        [rows: [[a: 1]]]             || []
    }

    def 'a secret in a name is masked'() {
        given:
        def masked = new TriggerMetrics(set, 'test', { it.replace('Down', '***') })

        when:
        masked.evaluated(START, sample([:]), [new Decision(trigger, Judgement.GOOD, TriggerState.QUIET, Decision.Effect.NONE, '')], [:])

        then:
        !new String(Textfile.text(masked.points()), 'UTF-8').contains('Down')
    }

    private void evaluate(Judgement judgement, Decision.Effect effect, TriggerState state) {
        metrics.evaluated(START, sample([status: 200]), [new Decision(trigger, judgement, state, effect, '')], [:])
    }

    private static Sample sample(Map<String, Object> values) {
        new Sample('Health', START, values, '', true, '')
    }

    private static long ms(long seconds) {
        START.plus(Duration.ofSeconds(seconds)).toEpochMilli()
    }

    private Map<List<String>, Double> values(String metric) {
        metrics.points().list().findAll { it.metric().base() == metric }.collectEntries { [it.labels(), it.value()] }
    }
}
