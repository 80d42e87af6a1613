package dev.runbook.trigger

import dev.runbook.compile.RunbookRequest
import dev.runbook.compile.RunbookTexts
import dev.runbook.value.NoAnswer
import dev.runbook.value.UnavailableValue
import dev.runbook.time.FakeClock
import java.time.Duration
import spock.lang.Specification

/** Series of samples in, decisions and their times out. */
class TriggerEvaluationSpec extends Specification implements RunbookTexts {
    static final String RUNBOOK = "rto 5.minutes\nlock 'shop'\nparam 'reason', 'why', optional: true\nstep('s') { shell 'true' }"

    FakeClock clock = new FakeClock()
    TriggerJudge judge
    Map<String, TriggerState> states = [:].withDefault { TriggerState.QUIET }
    List<LastStart> starts = []
    boolean approved = true
    Set<String> held = []

    def 'without a window the first bad sample fires; further ones only after a good sample'() {
        given:
        reads("trigger('t') { severity high; when { errors.value > 10 }; tell 'x' }")

        expect:
        series([20, 20, 5, 20, 20], 15) == ['TELLS', 'FIRED_BEFORE', 'NONE', 'TELLS', 'FIRED_BEFORE']
    }

    def 'sustained counts from the first bad sample to the latest: #samples'() {
        given:
        reads("every 30.seconds", "trigger('t') { severity high; sustained 1.minute; when { errors.value > 10 }; tell 'x' }")

        expect:
        series(samples, 30) == effects

        where:
        samples                        || effects
        [20, 20, 20]                   || ['WINDOW_OPEN', 'WINDOW_OPEN', 'TELLS']
        [20, 5, 20, 20, 20]            || ['WINDOW_OPEN', 'NONE', 'WINDOW_OPEN', 'WINDOW_OPEN', 'TELLS']
        [20, Double.NaN, 20]           || ['WINDOW_OPEN', 'NO_DATA', 'TELLS']
        [20, 20, Double.NaN]           || ['WINDOW_OPEN', 'WINDOW_OPEN', 'NO_DATA']
        [20, null, null, null, null, 20] || ['WINDOW_OPEN', 'NO_DATA', 'NO_DATA', 'NO_DATA', 'NO_DATA', 'TELLS']
    }

    def 'consecutive counts bad samples'() {
        given:
        reads("trigger('t') { severity high; consecutive 3; when { errors.value > 10 }; tell 'x' }")

        expect:
        series([20, 20, 5, 20, Double.NaN, 20, 20], 15) == ['WINDOW_OPEN', 'WINDOW_OPEN', 'NONE', 'WINDOW_OPEN', 'NO_DATA', 'WINDOW_OPEN', 'TELLS']
    }

    def 'missing data is bad only with noData, and only after that time'() {
        given:
        reads('every 1.minute', "trigger('t') { severity high; noData 2.minutes; when { errors.value > 10 }; tell 'x' }")

        expect:
        series([null, null, null, null, 5, null], 60) == ['NO_DATA', 'NO_DATA', 'TELLS', 'FIRED_BEFORE', 'NONE', 'NO_DATA']
    }

    def 'the failure of a measurement is evidence only where the condition names it'() {
        given:
        reads("trigger('t') { severity high; when { !errors.ok }; tell 'x' }")

        expect:
        series([5, null], 15) == ['NONE', 'TELLS']
    }

    def 'a time without any evaluation begins the window again'() {
        given:
        reads("trigger('t') { severity high; sustained 1.minute; when { errors.value > 10 }; tell 'x' }")

        when:
        def before = series([20, 20], 15)
        clock.advance(Duration.ofHours(5))

        then:
        before == ['WINDOW_OPEN', 'WINDOW_OPEN']
        series([20], 15) == ['WINDOW_OPEN']
    }

    def 'a wall clock set back begins the window again, set forward completes none'() {
        given:
        reads("trigger('t') { severity high; sustained 1.minute; when { errors.value > 10 }; tell 'x' }")

        when:
        series([20, 20], 15)
        clock.set(set)

        then:
        series([20], 15) == ['WINDOW_OPEN']

        where:
        set << [Duration.ofHours(-1), Duration.ofHours(1)]
    }

    def 'of the triggers for one lock the most severe starts, the others are covered'() {
        given:
        reads('''trigger('b') { severity high; when { errors.value > 10 }; start 'shop/rollback' }
                 trigger('a') { severity critical; when { errors.value > 50 }; start 'shop/rollback' }
                 trigger('m') { severity low; when { errors.value > 10 }; tell 'x' }''')

        when:
        def decisions = evaluate(80)

        then:
        decisions*.effect()*.name() == ['COVERED', 'STARTS', 'TELLS']
        decisions[0].reason() == 'a'

        and: 'a covered trigger has had its turn'
        evaluate(80)*.effect()*.name() == ['FIRED_BEFORE'] * 3
    }

    def 'what becomes bad later is covered by the start for the same incident, unless it is more severe'() {
        given:
        reads("""trigger('first') { severity high; when { errors.value > 10 }; start 'shop/rollback' }
                 trigger('later') { severity $severity; sustained 30.seconds; when { errors.value > 10 && latency.value > 1 }; start 'shop/rollback' }""")

        when:
        def effects = (0..40).collect { second ->
            def decisions = evaluate(20, 2)
            clock.advance(Duration.ofSeconds(15))
            decisions[1].effect().name()
        }

        then:
        effects.toUnique() == expected

        where:
        severity   || expected
        'high'     || ['WINDOW_OPEN', 'COVERED', 'FIRED_BEFORE']
        'critical' || ['WINDOW_OPEN', 'COOLDOWN', 'STARTS', 'FIRED_BEFORE']
    }

    def 'a question is asked once; a person who says no is not asked again while it is bad'() {
        given:
        reads("trigger('a') { severity high; when { errors.value > 10 }; ask 'lead', toStart: 'shop/rollback', within: 15.minutes; tell 'team' }")

        when:
        approved = false

        then:
        series([20, 20, 20], 15) == ['ASKS', 'FIRED_BEFORE', 'FIRED_BEFORE']
        judge.set.triggers()[0].start().get().approval().get() == new Approval('lead', Duration.ofMinutes(15))
    }

    def 'a question delays no more severe start: not by its cooldown while nobody has said yes'() {
        given:
        reads('''trigger('asks') { severity high; when { errors.value > 10 }; ask 'lead', toStart: 'shop/rollback', within: 15.minutes; tell 'team' }
                 trigger('starts') { severity critical; when { errors.value > 50 }; start 'shop/rollback' }''')

        when:
        approved = yes
        def asked = evaluate(20)*.effect()*.name()
        clock.advance(Duration.ofSeconds(15))
        def worse = evaluate(80)*.effect()*.name()

        then:
        asked == ['ASKS', 'NONE']
        worse == ['FIRED_BEFORE', effect]

        where:
        yes   || effect
        false || 'STARTS'
        true  || 'COOLDOWN'
    }

    def 'of two triggers of the same severity the one that starts comes before the one that asks'() {
        given:
        reads('''trigger('asks') { severity high; when { errors.value > 10 }; ask 'lead', toStart: 'shop/rollback', within: 15.minutes; tell 'team' }
                 trigger('starts') { severity high; when { errors.value > 50 }; start 'shop/rollback' }''')

        expect:
        evaluate(80)*.effect()*.name() == ['COVERED', 'STARTS']
    }

    def 'a question is not asked again within its cooldown'() {
        given:
        reads('''trigger('a') { severity high; when { errors.value > 10 }; ask 'lead', toStart: 'shop/rollback', within: 15.minutes; tell 'team' }''')

        when:
        approved = false

        then:
        series([20, 5, 20, 20], 60) == ['ASKS', 'NONE', 'COOLDOWN', 'COOLDOWN']
        series([20, 20], 60) == ['COOLDOWN', 'ASKS']
    }

    def 'a run that holds the lock delays a start; after it, what is still bad starts one'() {
        given:
        reads("trigger('a') { severity critical; when { errors.value > 50 }; start 'shop/rollback' }")

        when:
        held << 'shop'

        then:
        series([80, 80], 15) == ['LOCKED', 'LOCKED']

        when:
        held.clear()

        then:
        series([80, 80], 15) == ['STARTS', 'FIRED_BEFORE']
    }

    def 'within the cooldown, by default the RTO, no trigger starts a run for the same lock'() {
        given:
        reads("trigger('a') { severity critical; when { errors.value > 50 }; start 'shop/rollback' }")

        expect:
        series([80, 5, 80, 80], 60) == ['STARTS', 'NONE', 'COOLDOWN', 'COOLDOWN']
        series([80, 80], 60) == ['COOLDOWN', 'STARTS']
    }

    def 'a trigger that is turned off is judged and has no effect'() {
        given:
        reads("trigger('a') { severity critical; enabled false; when { errors.value > 50 }; start 'shop/rollback' }")

        expect:
        series([80], 15) == ['DISABLED']
    }

    def 'a score adds what holds; with missing values it can be bad, and is never good'() {
        given:
        reads('''def total = score('Total') { add 30, when: { errors.value > 10 }
                                              add 40, when: { latency.value > 2 } }
                 trigger('t') { severity high; when { total >= 40 }; tell 'x' }''')

        expect:
        evaluate(errors, latency)*.effect()*.name() == [effect]
        judge.values().shown('Total') == shown

        where:
        errors | latency    || effect    | shown
        5      | 1          || 'NONE'    | '0'
        20     | 1          || 'NONE'    | '30'
        5      | 3          || 'TELLS'   | '40'
        20     | 3          || 'TELLS'   | '70'
        20     | Double.NaN || 'NO_DATA' | '30 (some values are missing)'
        null   | 3          || 'TELLS'   | '40 (some values are missing)'
    }

    def 'the samples behind a decision are kept with it, those of a score included'() {
        given:
        reads('''def total = score('Total') { add 30, when: { errors.value > 10 } }
                 trigger('t') { severity high; when { total >= 30 }; start 'shop/rollback', reason: "score ${total}" }''')

        when:
        def decision = evaluate(20)[0]

        then:
        decision.state().samples()*.name() == ['Total', 'Errors']
        decision.state().samples()*.value() == ['30', '20']
        decision.trigger().arguments().read() == [reason: 'score 30']
    }

    def 'a value that is missing when a trigger fires does not prevent the start: #reason'() {
        given:
        reads("trigger('t') { severity high; when { !errors.ok }; start 'shop/rollback', reason: $reason }")

        when:
        def decision = evaluate(null)[0]

        then:
        decision.effect() == Decision.Effect.STARTS
        decision.trigger().arguments().read().reason.contains(text)

        where:
        reason                  || text
        'errors.value'          || 'Errors: value'
        '"at ${errors.value}"'  || 'at '
    }

    def 'the kept samples are bounded: the first ones and the latest'() {
        given:
        reads("trigger('t') { severity high; sustained 1.hour; when { errors.value > 10 }; tell 'x' }")

        when:
        series((11..400).toList(), 15)

        then:
        states['t'].samples().size() == 40
        states['t'].samples().first().value() == '11'
        states['t'].samples().last().value() == '400'
    }

    private void reads(String first = '', String triggers) {
        file("runbook('shop/rollback') {\n$RUNBOOK\n}", 'runbooks/shop/rollback.groovy')
        def file = file("""triggers('shop/d') {
            $first
            def errors = measure('Errors') { prometheus 'e', on: 'monitoring' }
            def latency = measure('Latency') { prometheus 'l', on: 'monitoring' }
            $triggers
        }""", 'runbooks/shop/d.groovy')
        judge = new TriggerJudge(reader().triggers(RunbookRequest.toCheck(file, [:], Optional.empty(), NOW)), { it })
    }

    /** The effect of a file's only trigger, sample by sample. */
    private List<String> series(List samples, int period) {
        samples.collect { sample ->
            def effect = evaluate(sample)[0].effect().name()
            clock.advance(Duration.ofSeconds(period))
            effect
        }
    }

    private List<Decision> evaluate(Object errors, Object latency = 0) {
        def now = clock.wall()
        judge.take(now, [sample('Errors', errors), sample('Latency', latency)])
        def judged = judge.set.triggers().collect { trigger ->
            def one = judge.judge(trigger)
            new TriggerEvaluation.Judged(trigger, one.judgement(), states[trigger.name()].next(trigger, one.judgement(), now, one.read()))
        }
        def decisions = new TriggerEvaluation(now, starts, states.findAll { it.value.fired() }.keySet(), { it.locks().any { held.contains(it) } ? Optional.of('run 1') : Optional.empty() }, { approved }).decide(judged)
        decisions.each { decision ->
            states[decision.trigger().name()] = decision.state()
            if (decision.requestsRun()) {
                starts = decision.trigger().start().get().claims().collect { new LastStart(it, decision.trigger().name(), decision.trigger().severity(), now.toEpochMilli(), decision.effect() == Decision.Effect.ASKS ? 'incident' : '') }
            }
        }
    }

    private Sample sample(String name, Object value) {
        value == null
            ? new Sample(name, clock.wall(), [ok: false, (UnavailableValue.OTHERS): new NoAnswer('')], 'no answer', false, 'refused')
            : new Sample(name, clock.wall(), [ok: true, value: value], String.valueOf(value), true, '')
    }
}
