package dev.runbook.trigger

import dev.runbook.compile.ClassCache
import dev.runbook.compile.RunbookReader
import dev.runbook.compile.RunbookRequest
import dev.runbook.environment.EnvironmentFile
import dev.runbook.time.FakeClock
import dev.runbook.value.NoAnswer
import dev.runbook.value.UnavailableValue
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.Shared
import spock.lang.Specification

/** The decision matrix and the alert rules of the Supabase migration, row by row, on virtual time. */
class SupabaseDecisionSpec extends Specification {
    static final Path FOLDER = Path.of('../runbooks/supabase-migration').toAbsolutePath().normalize()
    static final int PERIOD = 10
    static final Map GOOD = [errors: 0, p95: 0.1, lag: 10, connections: 1, signIn: 1, queries: 1, failed: 0, resources: 0.5, complaints: 0, anomaly: 0, damaged: 0]

    @Shared
    TriggerJudge judge = new TriggerJudge(
        new RunbookReader(ClassCache.none()).triggers(RunbookRequest.toCheck(FOLDER.resolve('decision.groovy'), [:],
            Optional.of(EnvironmentFile.read(FOLDER.resolve('environments/lab.yaml'), [HOME: '/home/sre'])), Instant.EPOCH)), { it })

    FakeClock clock = new FakeClock()
    Map<String, TriggerState> states = [:].withDefault { TriggerState.QUIET }
    List<LastStart> starts = []

    def 'the matrix: #trigger (#state) follows after #seconds s with #runbook'() {
        when:
        def decided = decideFor(seconds + 60, state)
        def first = decided.find { it.trigger == trigger && it.effect in [Decision.Effect.STARTS, Decision.Effect.ASKS, Decision.Effect.TELLS] }

        then:
        first?.second == seconds
        first?.runbook == (runbook ? "supabase-migration/$runbook" : null)

        where:
        trigger                     | state                      || seconds | runbook
        'CriticalErrorRateHigh'     | [errors: 0.051]            || 60      | 'traffic-rollback'
        'ResponseTimeCritical'      | [p95: 10.1]                || 180     | 'traffic-rollback'
        'Data corruption'           | [damaged: 1]               || 0       | 'traffic-rollback'
        'Authentication failures'   | [signIn: 0.89]             || 120     | 'traffic-rollback'
        'Total system failure'      | [failed: 0.5]              || 30      | 'traffic-rollback'
        'Performance degradation'   | [p95: 2.1]                 || 600     | 'data-sync-rollback'
        'Error rate elevated'       | [errors: 0.021]            || 300     | 'data-sync-rollback'
        'Resource utilization'      | [resources: 0.91]          || 600     | 'data-sync-rollback'
        'Customer complaints'       | [complaints: 5]            || 0       | 'data-sync-rollback'
        'AuthenticationFailure'     | [signIn: 0.94]             || 120     | null
        'p95 above 5 seconds'       | [p95: 5.1]                 || 0       | null
        'Database connections fail' | [connections: 0.98]        || 0       | null
        'AI queries fail'           | [queries: 0.97]            || 0       | null
        'Minor performance issues'  | [p95: 1.6]                 || 1200    | 'pause-migration'
        'Low error rate'            | [errors: 0.011]            || 600     | 'pause-migration'
        'Unusual patterns'          | [anomaly: 1]               || 0       | 'pause-migration'
        'DataSyncFailure'           | [lag: 301]                 || 0       | 'pause-migration'
    }

    def 'at a threshold, nothing follows: #state'() {
        expect:
        decideFor(1260, state).findAll { it.effect in [Decision.Effect.STARTS, Decision.Effect.ASKS, Decision.Effect.TELLS] } == []

        where:
        state << [[:], [errors: 0.01], [p95: 1.5], [signIn: 0.95], [failed: 0.49], [resources: 0.9], [complaints: 4], [lag: 300],
                  [connections: 0.99], [queries: 0.98]]
    }

    def 'a threshold with "#state" a little too short starts nothing'() {
        when:
        def decided = decideFor(seconds - PERIOD, state) + decideFor(PERIOD, [:])

        then:
        decided.findAll { it.effect == Decision.Effect.STARTS } == []

        where:
        state           || seconds
        [errors: 0.5]   || 60
        [p95: 20]       || 180
        [signIn: 0]     || 120
        [failed: 1]     || 30
    }

    def 'critical goes before warning and investigation: one runbook starts, the rest is covered'() {
        when:
        def decided = decideFor(1260, [errors: 0.5, p95: 30, anomaly: 1, lag: 400, damaged: 7])
        def started = decided.findAll { it.effect == Decision.Effect.STARTS }

        then: 'damage is seen first'
        started*.trigger.first() == 'Data corruption'
        started*.runbook.unique() == ['supabase-migration/traffic-rollback']
        started.size() == 1

        and:
        decided.any { it.trigger == 'Unusual patterns' && it.effect == Decision.Effect.COVERED }
    }

    def 'no data decides nothing'() {
        expect:
        decideFor(1260, [nothing: true]).findAll { it.effect in [Decision.Effect.STARTS, Decision.Effect.ASKS, Decision.Effect.TELLS] } == []
    }

    def 'who is notified by an alert rule: #alert'() {
        expect:
        judge.set.triggers().find { it.name() == alert }.channels() as Set == who as Set

        where:
        alert                   || who
        'CriticalErrorRateHigh' || ['oncall-engineer', 'engineering-lead', 'executives']
        'ResponseTimeCritical'  || ['oncall-engineer', 'engineering-lead']
        'DataSyncFailure'       || ['engineering-team', 'data-team']
        'AuthenticationFailure' || ['oncall-engineer', 'product-team', 'executives']
    }

    /** Evaluates on the file's period for a time, and returns what was decided at which second. */
    private List<Map> decideFor(int seconds, Map state) {
        def decided = []
        for (int second = 0; second <= seconds; second += PERIOD) {
            evaluate(state).each {
                decided << [trigger: it.trigger().name(), effect: it.effect(), second: second, runbook: it.trigger().start().map { it.runbook() }.orElse(null)]
            }
            clock.advance(Duration.ofSeconds(PERIOD))
        }
        decided
    }

    private List<Decision> evaluate(Map state) {
        def now = clock.wall()
        def values = GOOD + state
        def number = { name, value ->
            state.nothing ? new Sample(name, now, [ok: false, (UnavailableValue.OTHERS): new NoAnswer('')], '', false, '')
                          : new Sample(name, now, [ok: true, value: value as double], '', true, '')
        }
        judge.take(now, [
            number('Error rate', values.errors), number('Response time p95, seconds', values.p95), number('Synchronization lag, seconds', values.lag),
            number('Database connection success', values.connections), number('Sign-ins that succeed', values.signIn), number('AI queries that succeed', values.queries),
            number('Share of the system failed', values.failed), number('Resources in use', values.resources),
            number('Complaints in 30 minutes', values.complaints), number('Detected anomalies', values.anomaly),
            state.nothing ? number('Damaged rows', 0) : new Sample('Damaged rows', now, [ok: true, rows: [[damaged: values.damaged]]], '', true, '')])
        def judged = judge.set.triggers().collect { trigger ->
            def one = judge.judge(trigger)
            new TriggerEvaluation.Judged(trigger, one.judgement(), states[trigger.name()].next(trigger, one.judgement(), now, one.read()))
        }
        def decisions = new TriggerEvaluation(now, starts, states.findAll { it.value.fired() }.keySet(), { Optional.empty() }, { true }).decide(judged)
        decisions.each { decision ->
            states[decision.trigger().name()] = decision.state()
            if (decision.requestsRun()) {
                starts = decision.trigger().start().get().claims().collect { new LastStart(it, decision.trigger().name(), decision.trigger().severity(), now.toEpochMilli(), '') }
            }
        }
    }
}
