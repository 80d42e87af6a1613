// Social Download Manager: who hears of a rollback, and when (plan 8.1, matrix; 8.2, timeline; 6.2, escalation).
// The notice of T-30 minutes is in planned-rollback only: a rollback that a trigger starts has to act within 5 minutes (plan 3.1).
// The plan telephones the management; a message cannot, so it is an e-mail. "SDM-{TIMESTAMP}" is the id of the run.
stakeholders('social-download-manager/stakeholders') {
    param 'reason', 'why we roll back'
    param 'usersAffected', 'how many users are affected', optional: true
    param 'systemsAffected', 'which systems are affected', optional: true
    param 'nextSteps', 'what is done next', optional: true

    notify('technical-chat', 'technical-mail', 'management') {                          // covers D63, D66, D67, D71
        on started
        template 'internal-alert.md'
    }
    notify('support-tickets', 'support-mail') {                                         // covers D68
        on started
        template 'internal-alert.md'
    }
    notify('technical-sms') {                                                           // covers D66
        on started
        within 1.minute
        text "URGENT: Social Download Manager V2.0 rollback initiated (${params.reason})"
    }
    // The plan's text says that downloads remain available. They do not: steps 1 to 5 have the application stopped.
    notify('users-mail', 'users-in-app') {                                              // covers D64, D65
        on started
        template 'user-maintenance.md'
    }
    notify('technical-chat', 'technical-mail', 'management', 'support-mail') {          // covers D60, D72
        after 15.minutes
        template 'progress.md'
    }
    notify('escalation-level-2') {                                                      // covers D61
        after 15.minutes
        template 'escalation.md'
    }
    notify('technical-chat', 'technical-mail', 'management', 'support-mail') {          // covers D73
        after 60.minutes
        template 'progress.md'
    }
    notify('users-mail', 'users-in-app') {
        after 60.minutes
        template 'user-maintenance.md'
    }
    notify('escalation-level-3') {                                                      // covers D62
        after 60.minutes
        template 'escalation.md'
    }
    notify('technical-chat', 'technical-mail', 'management') {                          // covers D74
        on succeeded
        template 'completed.md'
    }
    notify('support-tickets', 'support-mail') {
        on succeeded
        template 'completed.md'
    }
    notify('users-mail', 'users-in-app') {
        on succeeded
        template 'user-restored.md'
    }
    notify('technical-chat', 'technical-mail', 'management', 'support-tickets') {
        on failed, aborted
        template 'not-completed.md'
    }
    notify('technical-sms') {
        on failed, aborted
        text "URGENT: the rollback of Social Download Manager did not succeed (${params.reason})"
    }
    notify('technical-chat', 'management') {
        on atRisk, breached
        template 'late.md'
    }
}
