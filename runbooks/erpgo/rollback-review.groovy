// ERPGo's review of a rollback, a day after it. Duration, timeline and the time to detect are in the transcript of the rollback; what only
// people know is typed here: the journal of this run is the report.
runbook('erpgo/rollback-review') {                  // covers E53, E54
    description 'Analyse a rollback a day after it, and plan what follows'
    owner 'platform-oncall'

    param 'rollback', 'the id of the rollback, as runbook history shows it', example: '20260331-140500-ab'

    trigger('Review of a rollback, 24 hours after it') {
        after 24.hours, of: 'erpgo/immediate-rollback'
        after 24.hours, of: 'erpgo/planned-rollback'
        after 24.hours, of: 'erpgo/database-pitr'
        with rollback: ended.run
        tell 'incident-commander'
    }

    manual('Analysis') {
        by 'technical-lead'
        budget 24.hours
        instruct "The rollback: runbook show ${params.rollback}"
        checklist 'Analyse the metrics of the system'
        param 'cause', 'the primary cause', example: 'an index was missing'
        param 'contributing', 'contributing factors', optional: true
        checklist 'Analyse the impact on users and on the business'
        param 'impact', 'what users and the business have lost', example: 'orders failed for 4 minutes'
        checklist 'Write down the lessons learned and the action items'
        param 'lessons', 'lessons learned', example: 'the release was not tested under load'
        param 'actions', 'action items, each with its owner', example: 'omar: load test before each release'
    }
    manual('Follow-up') {
        by 'technical-lead', 'devops-engineer'
        budget 24.hours
        checklist '''
            Send the report to the stakeholders
            Schedule the follow-up meeting
        '''
    }
}
