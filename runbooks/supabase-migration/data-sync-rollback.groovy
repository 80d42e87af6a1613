// Level 2 of the Supabase migration's plan: what was written on the target goes back to Supabase, then traffic does.
// 5 minutes, no loss. The plan's automation is "automated with manual approval": one yes, then everything follows.
runbook('supabase-migration/data-sync-rollback') {                                  // covers B5
    description 'Carry what was written on the target back to Supabase, then send traffic back'
    owner 'devops-oncall'
    rto 5.minutes                                                                   // covers B62
    rpo 0.seconds                                                                   // covers B66
    lock 'supabase-migration-traffic'

    param 'reason', 'why, for the record', example: 'p95 above 2 seconds for 10 minutes'
    param 'approved', 'who has approved it already, as when a trigger has asked: nobody is asked again', optional: true

    notify('oncall-engineer', 'engineering-lead') {
        on started, succeeded, failed, fellBack, aborted, atRisk, breached
        within 30.seconds
        template 'data-sync-rollback.md'
    }
    // Level 1, which this runbook follows, says that the service is back.
    stakeholders 'supabase-migration/stakeholders'
    notify('engineering-lead') {
        on waiting
        within 30.seconds
        text "${run.question}\nAnswer: runbook attach ${run.id}"
    }

    // The decision is not part of the 5 minutes. Without an answer nothing is changed.
    if (params.approved == null) {
        approve('Send traffic back with its data') {                                // covers B26
            by 'engineering-lead'
            show "Level 2, because ${params.reason}: writes on the target are carried back, then all traffic returns to Supabase"
            budget 10.minutes
        }
    }
    startClock()

    step('Carry the data back') {
        budget 200.seconds
        follow 'supabase-migration/carry-back'
    }
    step('Send traffic back') {
        budget 30.seconds
        follow 'supabase-migration/traffic-rollback'
    }
    step('Resume operations on Supabase') {                                         // covers B10
        budget 10.seconds
        idempotent()
        http { put "${service('supabase')}/admin/writes"; bearer secret('SERVICE_KEY'); json enabled: true }
        expect { ok; json.enabled == true }
    }
    // 99.9 percent in the plan. What failed before the rollback counts in this minute, so it is recorded and decides nothing.
    verify('Availability of the last minute was 99.9 percent') {                    // covers B29
        budget 10.seconds
        prometheus '1 - sum(rate(http_requests_total{status=~"5.."}[1m])) / sum(rate(http_requests_total[1m]))', on: 'monitoring'
        expect { value >= 0.999 }
        onFailure { carryOn() }
    }

    // "No loss" and "on failure traffic without sync" contradict each other in the plan. The run then ends as fallen back
    // (exit code 4), and this message names the loss.
    onFailure {
        notify('engineering-lead', 'data-team', 'executives') {
            template 'data-left-behind.md'
        }
        fallBackTo 'supabase-migration/traffic-rollback', reason: "traffic without synchronization: ${params.reason}" // covers B8
    }
}
