package dev.runbook.transcript

import dev.runbook.model.RunView
import dev.runbook.journal.Events
import dev.runbook.journal.event.*
import dev.runbook.journal.RunFolder

import java.nio.file.Path
import java.time.Instant

import static dev.runbook.transcript.Story.planned
import static dev.runbook.transcript.Story.verdict

/** Runs of every kind, for transcripts. */
class Stories {
    static final List<PlannedStep> ROLLBACK = [
        planned('Switch traffic to blue', budget: 60, shown: "kubectl patch service erpgo-api -p '{\"spec\":{\"selector\":{\"version\":\"blue\"}}}'"),
        planned('Take green out of service', budget: 30, shown: 'kubectl scale deployment erpgo-api-green --replicas=0'),
        planned('Blue answers', kind: 'verify', budget: 90, action: 'http', shown: 'GET https://api.erpgo.com/health'),
        planned('System checks', kind: 'parallel', budget: 60, action: ''),
        planned('orders is healthy', kind: 'verify', in: 'System checks', depth: 1, action: 'http', shown: 'GET https://api.erpgo.com/health/orders'),
        planned('payments is healthy', kind: 'verify', in: 'System checks', depth: 1, action: 'http', shown: 'GET https://api.erpgo.com/health/payments'),
        planned('stock is healthy', kind: 'verify', in: 'System checks', depth: 1, action: 'http', shown: 'GET https://api.erpgo.com/health/stock'),
        planned('', kind: 'notify', action: 'notify', shown: 'everyone'),
    ]

    static RunFolder success(Path home, Map options = [:]) {
        def s = new Story(home, [plan: ROLLBACK] + options)
        s.record(Events.messageSent('everyone', 'started', 'sent', '', 'Rolling back', 180L))
        s.step('Switch traffic to blue', budget: 60, shown: ROLLBACK[0].command(), took: 2.4, prints: ['service/erpgo-api patched'])
        s.step('Take green out of service', budget: 30, shown: ROLLBACK[1].command(), took: 1.1, prints: ['deployment.apps/erpgo-api-green scaled'])
        s.begin('Blue answers', kind: 'verify', action: 'http', budget: 90, shown: ROLLBACK[2].command())
        s.attempt('Blue answers', 1, took: 0.3, result: 'failed', cause: 'status was 503', facts: [status: '503'],
                failed: [Events.failedCondition('status == 200', 'immediate-rollback.groovy:41', [new FailedCondition.Part('status', 1, '503')])])
        s.record(new Waiting('Blue answers', 'until it holds', 5000L))
        s.pass(5)
        s.attempt('Blue answers', 2, took: 0.2, facts: [status: '200'])
        s.record(new Waiting('Blue answers', 'must hold 30s longer', 30_000L))
        s.pass(30)
        s.attempt('Blue answers', 3, took: 0.2, facts: [status: '200'])
        s.end('Blue answers', 'ok', 3)
        parallel(s, [0.4, 0.9, 0.5])
        s.record(Events.groupFinished('System checks', 'ok', 3, 3))
        s.record(Events.messageSent('everyone', '', 'sent', '', 'Blue is back', 120L))
        s.record(Events.messageSent('everyone', 'succeeded', 'sent', '', 'Rollback done', 120L))
        s.finish('succeeded', 0, '', [verdict('RTO', 'met', 300, 42.1), verdict('RPO', 'notMeasured', 60, -1, 'no recovery point was measured')])
        s.folder
    }

    static RunFolder drill(Path home) {
        success(home, [mode: 'drill', environment: 'lab'])
    }

    private static void parallel(Story s, List<Number> times, String failing = null) {
        s.record(Events.groupStarted('System checks', 'parallel', 60_000L, 3))
        ['orders', 'payments', 'stock'].eachWithIndex { check, i ->
            s.begin("$check is healthy", kind: 'verify', action: 'http', shown: ROLLBACK[4 + i].command())
            s.record(Events.attemptStarted("$check is healthy", 1, 'm', ''))
        }
        ['orders', 'payments', 'stock'].eachWithIndex { check, i ->
            s.pass(times[i])
            def bad = check == failing
            s.record(Events.attemptFinished("$check is healthy", 1, bad ? 'failed' : 'ok', bad ? "json.status was 'degraded'" : '', bytes: 64, facts: [status: '200'],
                    failed: bad ? [Events.failedCondition("json.status == 'healthy'", 'immediate-rollback.groovy:52', [new FailedCondition.Part('json.status', 6, "'degraded'")])] : [], lastLines: bad ? ['{"status":"degraded","queue":18231}'] : []))
            s.end("$check is healthy", bad ? 'failed' : 'ok', 1, bad ? "json.status == 'healthy' does not hold: json.status was 'degraded'" : '')
        }
    }

    /** A quorum of two of three. */
    static RunFolder quorum(Path home) {
        def s = new Story(home, [plan: ROLLBACK])
        s.step('Switch traffic to blue', budget: 60, shown: ROLLBACK[0].command(), took: 2.4)
        s.step('Take green out of service', budget: 30, shown: ROLLBACK[1].command(), took: 1.1)
        s.step('Blue answers', kind: 'verify', action: 'http', budget: 90, shown: ROLLBACK[2].command(), took: 2)
        parallel(s, [0.4, 0.9, 0.5], 'payments')
        s.record(Events.groupFinished('System checks', 'ok', 2, 3, 2))
        s.finish('succeeded', 0, '', [verdict('RTO', 'met', 300, 7.3)])
        s.folder
    }

    /** Blue does not start; the database is restored to a point in time, later than the RTO. */
    static RunFolder fallback(Path home) {
        def s = new Story(home, [plan: ROLLBACK, production: true, rpo: 60, since: 35])
        s.record(Events.messageSent('everyone', 'started', 'sent', '', 'Rolling back', 180L))
        s.step('Switch traffic to blue', budget: 60, shown: ROLLBACK[0].command(), took: 12.4, prints: ['service/erpgo-api patched'])
        s.begin('Take green out of service', budget: 30, shown: ROLLBACK[1].command())
        s.attempt('Take green out of service', 1, took: 30, result: 'timedOut', cause: "the budget of 'Take green out of service' (30s) is used up",
                prints: ['Waiting for deployment "erpgo-api-green" rollout to finish: 3 old replicas are pending termination…', '\u001b[31merror:\u001b[0m unable to reach \u001b]0;evil title\u0007node7 <script>alert(1)</script>'],
                stopped: new StopReport('TERM, then KILL to process group 48120 (3 processes)', 2100L, []))
        s.record(new Overrun('Take green out of service', 30_000L, 32_100L, '32s in its own action'))
        s.end('Take green out of service', 'timedOut', 1, "the budget of 'Take green out of service' (30s) is used up")
        s.record(Events.handlerStarted('Take green out of service'))
        s.record(Events.handlerFinished('Take green out of service', HandlerEnding.CARRY_ON))
        s.record(new AtRisk(342_000L, 300_000L, 'steps so far took longer than the plan left room for'))
        s.begin('Blue answers', kind: 'verify', action: 'http', budget: 90, shown: ROLLBACK[2].command())
        (1..6).each { n ->
            s.attempt('Blue answers', n, took: 10, result: 'failed', cause: 'no answer within 10s', facts: [status: '0'],
                    failed: [Events.failedCondition('status == 200', 'immediate-rollback.groovy:41', [new FailedCondition.Part('status', 1, '0')]),
                             Events.failedCondition("json.status == 'healthy'", 'immediate-rollback.groovy:41', [new FailedCondition.Part('json', 1, 'null'), new FailedCondition.Part('json.status', 6, 'null')])],
                    prints: ['GET https://api.erpgo.com/health', 'connect to 10.2.0.17:443 timed out'])
            s.record(new Waiting('Blue answers', 'until it holds', 5000L))
            s.pass(5)
        }
        s.end('Blue answers', 'timedOut', 6, 'did not hold within 1m 30s; the last answer: status == 200 does not hold: status was 0')
        s.record(Events.handlerStarted(''))
        s.record(Events.messageSent('incident-commander', '', 'failed', 'HTTP 502 from hooks.slack.com', 'Blue did not come up: restoring the database.', 900L))
        s.record(Events.handlerFinished('', HandlerEnding.fallBackTo('erpgo/database-pitr')))
        def to = 'erpgo/database-pitr'
        s.record(new FollowStarted(to, to, true, new Targets(900_000L, -1L, 300_000L, []), 'cd' * 32, [
            planned("$to › Stop the API", budget: 60, shown: 'kubectl scale deployment erpgo-api --replicas=0'),
            planned("$to › Restore", kind: 'phase', action: '', budget: 600),
            planned("$to › Restore the base backup", in: "$to › Restore", depth: 1, budget: 120, action: 'ssh', shown: 'restore.sh ${target}'),
            planned("$to › Replay the WAL", in: "$to › Restore", depth: 1, budget: 300, action: 'ssh'),
            planned("$to › Rows are back", kind: 'verify', action: 'sql', budget: 60, shown: 'select count(*) from orders'),
            planned("$to › Start the API", budget: 60)]))
        s.step("$to › Stop the API", budget: 60, took: 6.5, shown: 'kubectl scale deployment erpgo-api --replicas=0')
        s.record(Events.groupStarted("$to › Restore", 'phase', 600_000L, 2))
        s.step("$to › Restore the base backup", budget: 120, took: 161, action: 'ssh', shown: 'restore.sh ‹target›', over: '2m 41s in its own action',
                prints: (1..15).collect { "restored ${it * 7} %" })
        s.record(new Breached(300_000L, 300_000L, 'the run is still in progress'))
        s.step("$to › Replay the WAL", budget: 300, took: 74, action: 'ssh', shown: 'pg_ctl start -w')
        s.record(Events.groupFinished("$to › Restore", 'ok', -1, 2))
        def loss = DataLoss.of(Instant.parse('2026-01-31T11:59:01Z'), s.clock.wall(), "$to › Recovery point", to, DataLoss.Missing.NOTHING)
                .until(Instant.parse('2026-01-31T11:59:25Z'), DataLoss.End.WRITES_STOPPED, "$to › Stop the API")
        s.record(new RecoveryPointMeasured("$to › Recovery point", '', '2026-01-31T11:59:01Z', 24_000L, Optional.of(loss)))
        s.step("$to › Rows are back", kind: 'verify', budget: 60, took: 1.2, action: 'sql', shown: 'select count(*) from orders')
        s.step("$to › Start the API", budget: 60, took: 14, shown: 'kubectl scale deployment erpgo-api --replicas=3')
        s.record(new FollowFinished(to, to, true, RunStatus.SUCCEEDED, 257_000L))
        s.finish('fellBack', 4, "'Blue answers' timed out: did not hold within 1m 30s; fell back to erpgo/database-pitr, which succeeded",
                [verdict('RTO', 'missed', 300, 426, '2m 06s over'),
                 Events.verdict('RPO', 'notMeasured', 60_000L, -1L, DataLoss.missing(DataLoss.Missing.FELL_BACK).whyMissing(), DataLoss.missing(DataLoss.Missing.FELL_BACK)),
                 Events.verdict('RPO of erpgo/database-pitr', 'met', 300_000L, 24_000L, '', loss)])
        s.folder
    }

    /** Failed at the first step; a process survived. */
    static RunFolder failure(Path home) {
        def s = new Story(home, [plan: ROLLBACK, environment: 'staging'])
        s.begin('Switch traffic to blue', budget: 60, shown: ROLLBACK[0].command())
        s.attempt('Switch traffic to blue', 1, took: 20, result: 'failed', cause: 'exit code 1', prints: ['Unable to connect to the server: dial tcp 10.2.0.1:6443: i/o timeout'], stream: 'ERR')
        s.record(new Waiting('Switch traffic to blue', 'before attempt 2 of 3', 5000L))
        s.pass(5)
        s.attempt('Switch traffic to blue', 2, took: 35, result: 'timedOut', cause: "the budget of 'Switch traffic to blue' (1m) is used up", prints: ['Unable to connect to the server'],
                stopped: new StopReport('TERM, then KILL to process group 312', 2000L, ['kubectl (pid 319)']))
        s.end('Switch traffic to blue', 'timedOut', 2, "the budget of 'Switch traffic to blue' (1m) is used up")
        s.record(Events.messageSent('everyone', 'failed', 'sent', '', 'Rollback failed', 200L))
        s.finish('failed', 1, "'Switch traffic to blue' timed out: the budget of 'Switch traffic to blue' (1m) is used up",
                [verdict('RTO', 'missed', 300, 60, 'the recovery did not succeed')])
        s.folder
    }

    /** The engine died in the middle of a step. */
    static RunFolder interrupted(Path home) {
        def s = new Story(home, [plan: ROLLBACK])
        s.step('Switch traffic to blue', budget: 60, shown: ROLLBACK[0].command(), took: 2.4)
        s.begin('Take green out of service', budget: 30, shown: ROLLBACK[1].command())
        s.record(Events.attemptStarted('Take green out of service', 1, 'm', ''))
        s.pass(3)
        s.record(Events.noted('other', 'the wall clock jumped 1h back'))
        s.close()
        s.folder
    }

    static RunView view(RunFolder folder) {
        RunView.of(folder.read(), Optional.empty()).get()
    }
}
