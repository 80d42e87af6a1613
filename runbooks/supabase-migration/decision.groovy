// The decision matrix and the alert rules of the Supabase migration's plan.
// Critical: Level 1 at once. Warning: Level 2 with approval. Investigation: the migration is paused. Of several that are bad
// together, the most severe acts: all three runbooks need the same lock.
// Level 2 is approved by a person: a warning asks the engineering lead, who has 15 minutes, the time in which the plan restores service.
triggers('supabase-migration/decision') {                                           // covers B47
    every 10.seconds

    // The plan's queries divide rates by nothing, or series by series; sums make them one number each.
    def errors = measure('Error rate') {                                            // covers B48
        prometheus 'sum(rate(http_requests_total{status=~"5.."}[1m])) / sum(rate(http_requests_total[1m]))', on: 'monitoring'
    }
    def p95 = measure('Response time p95, seconds') {                               // covers B49
        prometheus 'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))', on: 'monitoring'
    }
    def lag = measure('Synchronization lag, seconds') {                             // covers B50
        prometheus 'max(time() - migration_last_sync_timestamp)', on: 'monitoring'
    }
    def connections = measure('Database connection success') {                      // covers B51
        prometheus '''
            sum(rate(database_connection_success_total[1m])) / sum(rate(database_connection_attempts_total[1m]))
        ''', on: 'monitoring'
    }
    def signIn = measure('Sign-ins that succeed') {                                 // covers B52
        prometheus 'sum(rate(auth_success_total[1m])) / sum(rate(auth_attempts_total[1m]))', on: 'monitoring'
    }
    def queries = measure('AI queries that succeed') {                              // covers B53
        prometheus 'sum(rate(ai_query_success_total[1m])) / sum(rate(ai_query_attempts_total[1m]))', on: 'monitoring'
    }
    def failed = measure('Share of the system failed') {
        prometheus '1 - avg(component_up)', on: 'monitoring'
    }
    def resources = measure('Resources in use') {
        prometheus 'max(resource_utilization_ratio)', on: 'monitoring'
    }
    // The plan names no source of complaints: the ticket system counts them.
    def complaints = measure('Complaints in 30 minutes') {
        prometheus 'sum(increase(support_tickets_total{kind="complaint"}[30m]))', on: 'monitoring'
    }
    // "AI anomaly detection" is a separate service; this is its verdict.
    def anomaly = measure('Detected anomalies') {
        prometheus 'max(anomaly_detected)', on: 'monitoring'
    }
    def damage = measure('Damaged rows') {
        sql '''
            select (select count(*) from business_rule_violations) + (select count(*) from broken_references) as damaged
        ''', on: 'target', readOnly: true
    }

    // Critical triggers: immediate rollback, Level 1.
    trigger('CriticalErrorRateHigh') {                                              // covers B32, B44, B54
        severity critical
        sustained 1.minute
        enabled setting('automaticRollback')
        when { errors.value > 0.05 }
        start 'supabase-migration/traffic-rollback', reason: "error rate ${errors.value} for 1 minute"
        tell 'oncall-engineer'
        tell 'engineering-lead'
        tell 'executives'
    }
    trigger('ResponseTimeCritical') {                                               // covers B33, B55
        severity critical
        sustained 3.minutes
        enabled setting('automaticRollback')
        when { p95.value > 10 }
        start 'supabase-migration/traffic-rollback', reason: "p95 ${p95.value} s for 3 minutes"
        tell 'oncall-engineer'
        tell 'engineering-lead'
    }
    trigger('Data corruption') {                                                    // covers B34
        severity critical
        enabled setting('automaticRollback')
        when { damage.row.damaged >= 1 }
        start 'supabase-migration/traffic-rollback', reason: "${damage.row.damaged} damaged rows on the target"
        tell 'oncall-engineer'
        tell 'data-team'
    }
    // The matrix says 10 percent, the alert rule below 5: 10 percent starts the rollback, 5 asks for it.
    trigger('Authentication failures') {                                            // covers B35
        severity critical
        sustained 2.minutes
        enabled setting('automaticRollback')
        when { signIn.value < 0.9 }
        start 'supabase-migration/traffic-rollback', reason: "only ${signIn.value} of the sign-ins succeed"
        tell 'oncall-engineer'
        tell 'product-team'
        tell 'executives'
    }
    trigger('Total system failure') {                                               // covers B36
        severity critical
        sustained 30.seconds
        enabled setting('automaticRollback')
        when { failed.value >= 0.5 }
        start 'supabase-migration/traffic-rollback', reason: "${failed.value} of the system has failed"
        tell 'oncall-engineer'
        tell 'executives'
    }

    // Warning triggers: Level 2 with approval.
    trigger('Performance degradation') {                                            // covers B26, B37, B45
        severity high
        sustained 10.minutes
        when { p95.value > 2 }
        ask 'engineering-lead', toStart: 'supabase-migration/data-sync-rollback', within: 15.minutes
        with reason: "p95 ${p95.value} s for 10 minutes"
        tell 'engineering-lead'
    }
    trigger('Error rate elevated') {                                                // covers B38
        severity high
        sustained 5.minutes
        when { errors.value > 0.02 }
        ask 'engineering-lead', toStart: 'supabase-migration/data-sync-rollback', within: 15.minutes
        with reason: "error rate ${errors.value} for 5 minutes"
        tell 'engineering-lead'
    }
    trigger('Resource utilization') {                                               // covers B39
        severity high
        sustained 10.minutes
        when { resources.value > 0.9 }
        ask 'engineering-lead', toStart: 'supabase-migration/data-sync-rollback', within: 15.minutes
        with reason: "${resources.value} of the resources in use for 10 minutes"
        tell 'engineering-lead'
    }
    trigger('Customer complaints') {                                                // covers B40
        severity high
        when { complaints.value >= 5 }
        ask 'engineering-lead', toStart: 'supabase-migration/data-sync-rollback', within: 15.minutes
        with reason: "${complaints.value} complaints in 30 minutes"
        tell 'engineering-lead'
    }
    trigger('AuthenticationFailure') {                                              // covers B57
        severity high
        sustained 2.minutes
        when { signIn.value < 0.95 }
        tell 'oncall-engineer'
        tell 'product-team'
        tell 'executives'
    }

    // The metrics with their own thresholds, where neither the matrix nor an alert rule says what follows. The first two are
    // of level critical in the plan: p95 above 5 seconds there is above 10 in the matrix, which acts.
    trigger('p95 above 5 seconds') {
        severity high
        when { p95.value > 5 }
        tell 'oncall-engineer'
    }
    trigger('Database connections fail') {
        severity high
        when { connections.value < 0.99 }
        tell 'oncall-engineer'
    }
    trigger('AI queries fail') {
        severity medium
        when { queries.value < 0.98 }
        tell 'engineering-team'
    }

    // Investigation triggers: the migration is paused.
    trigger('Minor performance issues') {                                           // covers B41
        severity medium
        sustained 20.minutes
        when { p95.value > 1.5 }
        start 'supabase-migration/pause-migration', reason: "p95 ${p95.value} s for 20 minutes"
        tell 'engineering-team'
    }
    trigger('Low error rate') {                                                     // covers B42
        severity medium
        sustained 10.minutes
        when { errors.value > 0.01 }
        start 'supabase-migration/pause-migration', reason: "error rate ${errors.value} for 10 minutes"
        tell 'engineering-team'
    }
    trigger('Unusual patterns') {                                                   // covers B43
        severity medium
        when { anomaly.value > 0 }
        start 'supabase-migration/pause-migration', reason: 'the anomaly detection reports an unusual pattern'
        tell 'engineering-team'
    }
    trigger('DataSyncFailure') {                                                    // covers B46, B56
        severity medium
        when { lag.value > 300 }
        start 'supabase-migration/pause-migration', reason: "the synchronization lags ${lag.value} seconds behind"
        tell 'engineering-team'
        tell 'data-team'
    }
}
