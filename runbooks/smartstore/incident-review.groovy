// SmartStore's review after an incident (plan 8.1): invitations with the plan's agenda. The plan holds it 24 hours later; whoever closes
// the incident runs this the next day, or a schedule does.
runbook('smartstore/incident-review') {                                             // covers S77
    description 'Invite the stakeholders to the post-incident review of a rollback'
    owner 'platform-oncall'

    param 'incident', 'the id of the rollback, as runbook history shows it', example: '20260331-140500-ab'

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
