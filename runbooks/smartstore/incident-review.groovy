// SmartStore's review after an incident (plan 8.1): invitations with the plan's agenda, 24 hours after a rollback has ended.
runbook('smartstore/incident-review') {                                             // covers S77
    description 'Invite the stakeholders to the post-incident review of a rollback'
    owner 'platform-oncall'

    param 'incident', 'the id of the rollback, as runbook history shows it', example: '20260331-140500-ab'

    trigger('Review of a rollback, 24 hours after it') {
        after 24.hours, of: 'smartstore/emergency-rollback'
        after 24.hours, of: 'smartstore/database-rollback'
        after 24.hours, of: 'smartstore/full-recovery'
        after 24.hours, of: 'smartstore/data-centre-failover'
        after 24.hours, of: 'smartstore/rollback'
        with incident: ended.run
    }

    notify('tech-team', 'business-leaders', 'executives') {
        on started
        template 'incident-review.md'
    }
    verify('The legacy system still answers') {
        budget 30.seconds
        http { get "${service('legacy')}/health" }
        expect { status == 200; json.status == 'healthy' }
    }
}
