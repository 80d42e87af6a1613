// What people do when Level 4 has failed: the plan says "manual intervention" and gives no procedure. The boxes are ours.
// It holds no lock: the failed recovery can be continued meanwhile.
runbook('supabase-migration/manual-intervention') {
    description 'Guide the people who recover Supabase by hand after a failed disaster recovery'
    owner 'devops-oncall'

    param 'reason', 'why, for the record', example: 'disaster recovery failed'

    notify('engineering-lead', 'oncall-engineer') {
        on waiting
        text "${run.question}\nTick the boxes: runbook attach ${run.id}"
    }
    manual('Intervene by hand') {                                                   // covers B25
        by 'engineering-lead', 'operations-lead'
        budget 4.hours
        instruct "${params.reason}. What failed, and why: runbook show last. A failed run is continued at the failed step with runbook resume."
        checklist '''
            Find the cause of the failed step
            Decide with the executives which backup is restored, and how much is lost
        '''
        param 'backup', 'the backup that was chosen', example: 'the newest valid one'
        checklist '''
            Restore by hand what the run did not, in the order database, sign-in, storage
            Check that a user can sign in, read and write
            Announce on the status page what works and what is lost
        '''
    }
    notify('executives', 'engineering-lead') {
        text "Supabase was recovered by hand after ${run.elapsed} (${params.reason})."
    }
}
