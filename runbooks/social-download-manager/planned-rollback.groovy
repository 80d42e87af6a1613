// Social Download Manager's rollback that people decide on (plan, 3.2), with the notice of 30 minutes (plan, 8.2).
runbook('social-download-manager/planned-rollback') {
    description 'Ask the one who may decide, give notice, and roll the application back'
    owner 'technical-operations'
    // Plan 2.2, application rollback. The clock starts at T-0: the decision and the notice do not count.
    rto 45.minutes, limit: 60.minutes

    param 'reason', 'why we roll back, for the record', example: 'users cannot find their downloads'
    param 'scenario', 'what kind of reason it is',
            oneOf: ['User experience', 'Integration', 'Business logic', 'Compliance', 'Strategic']
    param 'usersAffected', 'how many users are affected, for the messages', optional: true
    param 'systemsAffected', 'which systems are affected, for the messages', optional: true
    param 'nextSteps', 'what is done next, for the messages', optional: true

    notify('technical-chat', 'management') {
        on waiting
        text "${run.question}\nAnswer: runbook approve ${run.id}"
    }

    // How long each may take is the response time of the plan's first page for the roles that it names; 60 minutes for the others.
    if (params.scenario == 'User experience') {
        approve('Roll back because of complaints') {                                    // covers D2, D54
            by 'operations-manager'
            show "More than 10 percent of users complain: ${params.reason}"
            budget 60.minutes
        }
    }
    if (params.scenario == 'Integration') {
        approve('Roll back because an external system does not fit') {                  // covers D2, D55
            by 'technical-lead'
            show "External system: ${params.reason}"
            budget 15.minutes
        }
    }
    if (params.scenario == 'Business logic') {
        approve('Roll back because of a functional discrepancy') {                      // covers D56
            by 'product-owner'
            show "Functional discrepancy: ${params.reason}"
            budget 60.minutes
        }
    }
    if (params.scenario == 'Compliance') {
        approve('Roll back because of a compliance violation') {                        // covers D57
            by 'legal'
            show "Compliance violation: ${params.reason}"
            budget 60.minutes
        }
        notify('legal') { text "Compliance violation, a rollback was approved: ${params.reason}" }   // covers D69
    }
    if (params.scenario == 'Strategic') {
        approve('Roll back because business requirements changed') {                    // covers D58
            by 'executives'
            show "Business requirements: ${params.reason}"
            budget 60.minutes
        }
    }

    // T-30 minutes.
    notify('technical-chat', 'technical-mail') {                                        // covers D70
        text "Social Download Manager is rolled back to version 1.2.1 in 30 minutes (${params.reason}). The plan: runbook plan social-download-manager/rollback"
    }
    notify('management') {
        text "Social Download Manager is rolled back to version 1.2.1 in 30 minutes (${params.reason}). Users cannot download for up to 45 minutes, at most 60. Users affected: ${params.usersAffected}"
    }
    notify('support-mail', 'support-tickets') {
        text "Social Download Manager is rolled back to version 1.2.1 in 30 minutes (${params.reason}). Please prepare for questions of users."
    }
    pause('Thirty minutes of notice') {
        lasts 30.minutes
        show 'All stakeholders have been notified. The rollback begins when this ends.'
    }
    // T-0. The messages from here to the completion are those of the rollback itself.
    startClock()
    step('Roll the application back') {
        follow 'social-download-manager/rollback', type: 'Application'
    }
}
