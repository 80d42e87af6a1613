package dev.runbook.trigger

import dev.runbook.compile.ClassCache
import dev.runbook.compile.RunbookReader
import dev.runbook.compile.RunbookRequest
import dev.runbook.time.FakeClock
import dev.runbook.value.NoAnswer
import dev.runbook.value.NoResult
import dev.runbook.value.UnavailableValue
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.Shared
import spock.lang.Specification

/** ERPGo's decision matrix: the table and the scores of its plan, on virtual time. */
class ErpgoDecisionSpec extends Specification {
    static final Path FILE = Path.of('../runbooks/erpgo/decision.groovy').toAbsolutePath().normalize()

    static final NO_NORMAL = new NoResult('Traffic', true, 'no values yet')

    @Shared
    TriggerJudge judge = new TriggerJudge(
        new RunbookReader(ClassCache.none()).triggers(RunbookRequest.toCheck(FILE, [:], Optional.empty(), Instant.EPOCH)), { it })

    FakeClock clock = new FakeClock()
    Map<String, TriggerState> states = [:].withDefault { TriggerState.QUIET }
    List<LastStart> starts = []

    def 'scores as the plan adds them up: #what'() {
        when:
        def decisions = evaluate(state)
        def values = ['Critical', 'High', 'Medium'].collect { judge.values().shown(it) as int }

        then:
        values == [critical, high, medium]
        decisions.find { it.acts() }?.trigger()?.name()?.replaceFirst(/:.*/, '') == first

        where:
        what                                  | state                                   || critical | high | medium | first
        'all is well'                         | [:]                                     || 0        | 0    | 0      | null
        'the API is not healthy'              | [health: 503]                           || 30       | 0    | 0      | 'Score of 30'
        'nobody answers'                      | [health: 0]                             || 30       | 0    | 0      | 'Score of 30'
        'more than 10 percent of errors'      | [errors: 10.1]                          || 25       | 0    | 0      | null
        'more than 5 percent of errors'       | [errors: 5.1]                           || 0        | 20   | 0      | null
        'errors of exactly 10 percent'        | [errors: 10]                            || 0        | 20   | 0      | null
        'errors of exactly 5 percent'         | [errors: 5]                             || 0        | 0    | 0      | null
        'responses above 5 s'                 | [millis: 5001]                          || 20       | 0    | 0      | null
        'responses above 2 s'                 | [millis: 2001]                          || 0        | 15   | 0      | null
        'responses above 1 s'                 | [millis: 1001]                          || 0        | 0    | 10     | null
        'the database is not available'       | [database: false]                       || 30       | 0    | 0      | 'Score of 30'
        'no users'                            | [requests: 0]                           || 0        | 15   | 0      | null
        'unhealthy with errors'               | [health: 500, errors: 11]               || 55       | 0    | 0      | 'Critical score of 50'
        'unhealthy without a database'        | [health: 503, database: false]          || 60       | 0    | 0      | 'Critical score of 50'
        'unhealthy, slow, few errors'         | [health: 503, errors: 6, millis: 2500]  || 30       | 35   | 0      | 'Score of 60'
        'slow with errors'                    | [errors: 6, millis: 1500]               || 0        | 20   | 10     | 'Score of 30'
    }

    def 'the table: #trigger is decided after #seconds s'() {
        when:
        def fired = []
        for (int second = 0; second <= 330; second += 15) {
            evaluate(state).findAll { it.acts() }
                .each { fired << [it.trigger().name(), second] }
            clock.advance(Duration.ofSeconds(15))
        }

        then:
        fired.find { it[0].startsWith(trigger) }?.getAt(1) == seconds

        where:
        trigger                    | state                                    || seconds
        'System crash'             | [health: 0]                              || 120
        'Database unavailable'     | [database: false]                        || 120
        'Error rate above 10'      | [errors: 12]                             || 300
        'Data corruption'          | [violations: 3]                          || 15
        'Complete outage'          | [errors: 100]                            || 300
        'Score of 60'              | [health: 503, errors: 6, millis: 2500]   || 0
        'Response time above 5'    | [millis: 601, normal: 120]               || 300
        'Response time above 5'    | [millis: 600, normal: 120]               || null
        'Response time above twice' | [millis: 241, normal: 120]              || 300
        'Response time above twice' | [millis: 240, normal: 120]              || null
        'Response time above twice' | [millis: 9000]                          || null
        'A core business process'  | [payments: 503]                          || 120
        'A core business process'  | [payments: 503, health: 503]             || null
        'Data corruption'          | [:]                                      || null
    }

    def 'an outage starts one rollback, whatever else becomes bad meanwhile'() {
        when:
        def started = []
        for (int second = 0; second <= 330; second += 15) {
            evaluate(health: 0, errors: 100, database: false, violations: 3)
                .findAll { it.effect() == Decision.Effect.STARTS }
                .each { started << [it.trigger().name(), it.trigger().start().get().runbook(), it.trigger().arguments().read()] }
            clock.advance(Duration.ofSeconds(15))
        }

        then:
        started == [['Critical score of 50', 'erpgo/immediate-rollback', [reason: 'critical score 85']]]
    }

    private List<Decision> evaluate(Map state) {
        def now = clock.wall()
        def health = state.health == null ? 200 : state.health as int
        def database = state.database != false
        def deployments = [
            green: [recentRequests: state.requests == null ? 50 : state.requests, recentErrorPercent: state.errors ?: 0, recentAverageMillis: state.millis ?: 12],
            blue: [recentRequests: 0, recentErrorPercent: 0, recentAverageMillis: 0]]
        def none = [ok: false, (UnavailableValue.OTHERS): new NoAnswer('')]
        judge.take(now, [
            new Sample('Health of the API', now, health == 0 ? none : [ok: health == 200, status: health], '', health == 200, ''),
            new Sample('Traffic', now, [ok: true, json: [deployments: deployments, recentAverageMillis: state.millis ?: 12], normal: state.normal ?: NO_NORMAL], '', true, ''),
            *['Orders', 'Payments', 'Stock'].collect { name ->
                def status = state[name.toLowerCase()] ?: 200
                new Sample(name, now, [ok: status == 200, status: status], '', status == 200, '')
            },
            new Sample('Database answers', now, database ? [ok: true, rows: [[answers: 1]]] : none, '', database, ''),
            new Sample('Violations of integrity', now, database ? [ok: true, rows: [[violations: state.violations ?: 0]]] : none, '', database, '')])
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
