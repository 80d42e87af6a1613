package dev.runbook.trigger

import dev.runbook.compile.ClassCache
import dev.runbook.compile.RunbookReader
import dev.runbook.compile.RunbookRequest
import dev.runbook.environment.EnvironmentFile
import dev.runbook.time.FakeClock
import dev.runbook.value.NoAnswer
import dev.runbook.value.NoResult
import dev.runbook.value.UnavailableValue
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.Shared
import spock.lang.Specification

/** SmartStore's triggers: the tables 2.1, 2.2 and 5.2 of its plan, on virtual time. */
class SmartStoreDecisionSpec extends Specification {
    static final Path FOLDER = Path.of('../runbooks/smartstore').toAbsolutePath().normalize()
    static final NO_NORMAL = new NoResult('Health and performance', true, 'no values yet')
    static final Duration PERIOD = Duration.ofSeconds(30)
    static final Map WELL = [
        applicationAvailability: 100, responseTime: 200, errorRate: 0, criticalBusinessFunctions: true, pageLoadTime: 900,
        apiResponseTime: 200, databaseQueryTime: 20, memoryUsage: 40, cpuUsage: 20, syncLag: 0, syncPending: 0, syncRunning: true,
        checkout: true, paymentFailureRate: 0, adminPanel: true, integrations: true]
    static final List<String> COUNTS = ['Order data inconsistencies', 'Customer data corruption', 'Inventory discrepancies',
        'Financial data mismatches', 'Database constraint violations']

    @Shared
    TriggerJudge judge = new TriggerJudge(
        new RunbookReader(ClassCache.none()).triggers(RunbookRequest.toCheck(FOLDER.resolve('decision.groovy'), [:],
            Optional.of(EnvironmentFile.read(FOLDER.resolve('environments/lab.yaml'), [HOME: '/home/sre'])), Instant.EPOCH)), { it })

    FakeClock clock = new FakeClock()
    Map<String, TriggerState> states = [:].withDefault { TriggerState.QUIET }
    List<LastStart> starts = []

    def '#trigger: #effect after #seconds s of #state'() {
        when:
        def fired = firstOf(trigger, state)

        then:
        fired == (seconds == null ? null : [seconds, effect])

        where:
        trigger                                          | state                               || seconds | effect
        // 5.2
        'Availability below 90 percent for 3 minutes'    | [applicationAvailability: 89.9]     || 180     | 'smartstore/emergency-rollback'
        'Availability below 90 percent for 3 minutes'    | [applicationAvailability: 90]       || null    | null
        'Error rate above 10 percent for 5 minutes'      | [errorRate: 10.1]                   || 300     | 'smartstore/emergency-rollback'
        'Error rate above 10 percent for 5 minutes'      | [errorRate: 10]                     || null    | null
        'Response time above 10 seconds for 10 minutes'  | [responseTime: 10001]               || 600     | 'cto'
        'Response time above 10 seconds for 10 minutes'  | [responseTime: 10000]               || null    | null
        // 2.1, critical system failures: the third of consecutive failures
        'Availability below 95 percent'                  | [applicationAvailability: 94.9]     || 60      | 'tech-team'
        'Availability below 95 percent'                  | [applicationAvailability: 95]       || null    | null
        'Error rate above 5 percent'                     | [errorRate: 5.1]                    || 60      | 'tech-team'
        'Error rate above 5 percent'                     | [errorRate: 5]                      || null    | null
        'Response time above 5 seconds'                  | [responseTime: 5001]                || 60      | 'tech-team'
        'Database does not answer'                       | [database: false]                   || 60      | 'tech-team'
        'Critical business functions fail'               | [criticalBusinessFunctions: false]  || 60      | 'tech-team'
        // 2.1, performance degradation: checked every minute
        'Page load above 10 seconds'                     | [pageLoadTime: 10001]               || 30      | 'tech-team'
        'API response above 2 seconds'                   | [apiResponseTime: 2001]             || 30      | 'tech-team'
        'API response above 2 seconds'                   | [apiResponseTime: 2000]             || null    | null
        'Database query above 5 seconds'                 | [databaseQueryTime: 5001]           || 30      | 'tech-team'
        'Memory above 85 percent'                        | [memoryUsage: 86]                   || 30      | 'tech-team'
        'CPU above 90 percent'                           | [cpuUsage: 91]                      || 30      | 'tech-team'
        // executive summary: half as long again as the normal of 200 ms
        'Performance loss above 50 percent for 10 minutes' | [responseTime: 301, normal: 200]  || 600     | 'tech-team'
        'Performance loss above 50 percent for 10 minutes' | [responseTime: 300, normal: 200]  || null    | null
        'Performance loss above 50 percent for 10 minutes' | [responseTime: 301]                || null    | null
        // 1.1
        'Synchronization lags more than 5 minutes'       | [syncLag: 301]                      || 0       | 'tech-team'
        // 2.2
        'Customers cannot complete the checkout'         | [checkout: false]                   || 30      | 'smartstore/rollback'
        'Payment failures above 2 percent'               | [paymentFailureRate: 2.1]           || 30      | 'smartstore/rollback'
        'Payment failures above 2 percent'               | [paymentFailureRate: 2]             || null    | null
        'Inventory synchronization fails'                | [syncRunning: false]                || 30      | 'smartstore/rollback'
        'Admin panel unavailable'                        | [adminPanel: false]                 || 30      | 'smartstore/rollback'
        'Critical integrations fail'                     | [integrations: false]               || 30      | 'smartstore/rollback'
        'Order data is inconsistent'                     | ['Order data inconsistencies': 1]   || 0       | 'smartstore/rollback'
        'Customer data is corrupted'                     | ['Customer data corruption': 1]     || 0       | 'smartstore/rollback'
        'Inventory has discrepancies'                    | ['Inventory discrepancies': 1]      || 0       | 'smartstore/rollback'
        'Financial data does not match'                  | ['Financial data mismatches': 1]    || 0       | 'smartstore/rollback'
        'Database constraints are violated'              | ['Database constraint violations': 1] || 0     | 'smartstore/rollback'
    }

    def 'when all is well, nothing follows'() {
        expect:
        (0..20).every { acting([:]).empty }
    }

    def 'an outage starts one rollback, whatever else becomes bad meanwhile'() {
        when:
        def started = (0..12).collectMany { acting(applicationAvailability: 0, errorRate: 100, criticalBusinessFunctions: false) }
            .findAll { it.effect() == Decision.Effect.STARTS }

        then:
        started*.trigger()*.name() == ['Availability below 90 percent for 3 minutes']
        started[0].trigger().arguments().read() == [reason: 'availability 0 %']
    }

    def 'a database that does not answer is no evidence about its rows'() {
        expect:
        (0..2).collectMany { acting(database: false) }*.trigger()*.name() == ['Database does not answer']
    }

    /** The second at which the trigger first acts, and what follows; null if it does not within eleven minutes. */
    private List firstOf(String trigger, Map state) {
        for (int second = 0; second <= 660; second += PERIOD.toSeconds() as int) {
            def decision = acting(state).find { it.trigger().name() == trigger }
            if (decision != null) {
                return [second, decision.trigger().start().map { it.runbook() }.orElseGet { decision.trigger().channels()[0] }]
            }
        }
        null
    }

    /** One evaluation; the decisions that start or tell something. */
    private List<Decision> acting(Map state) {
        def now = clock.wall()
        def answers = state.database != false
        def figures = WELL + state.findAll { WELL.containsKey(it.key) }
        judge.take(now, [new Sample('Health and performance', now, [ok: true, status: 200, json: figures, normal: state.normal ?: NO_NORMAL], '', true, ''),
            sql(now, 'Database answers', answers, [answers: 1]),
            *COUNTS.collect { sql(now, it, answers, [found: state[it] ?: 0]) }])
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
        clock.advance(PERIOD)
        decisions.findAll { it.acts() }
    }

    private static Sample sql(Instant now, String name, boolean answers, Map row) {
        def none = [ok: false, (UnavailableValue.OTHERS): new NoAnswer('')]
        new Sample(name, now, answers ? [ok: true, row: row, rows: [row]] : none, '', answers, '')
    }
}
