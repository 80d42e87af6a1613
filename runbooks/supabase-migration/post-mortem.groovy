// The post-mortem of a rollback, complete within 24 hours of its end (success criteria: postMortemCompletionTime).
runbook('supabase-migration/post-mortem') {                                         // covers B77
    description 'Write the post-mortem of a rollback within 24 hours'
    owner 'platform-oncall'

    param 'rollback', 'the id of the rollback, as runbook history shows it', example: '20260331-140500-ab'

    trigger('Post-mortem of a rollback') {
        after 1.hour, of: 'supabase-migration/traffic-rollback'
        after 1.hour, of: 'supabase-migration/data-sync-rollback'
        after 1.hour, of: 'supabase-migration/full-system-rollback'
        after 1.hour, of: 'supabase-migration/disaster-recovery'
        with rollback: ended.run
        tell 'engineering-lead'
    }

    manual('Post-mortem') {
        by 'engineering-lead'
        budget 23.hours
        instruct "The rollback: runbook show ${params.rollback}"
        checklist 'Reconstruct the timeline from the transcript'
        checklist 'Find the cause'
        param 'cause', 'the cause', example: 'connection pool of the target exhausted'
        checklist 'Assess what users and data have suffered'
        param 'impact', 'the impact', example: 'errors for 40 seconds, no data lost'
        checklist 'Agree on the action items'
        param 'actions', 'action items, each with its owner', example: 'ana: raise the pool to 50'
    }
}
