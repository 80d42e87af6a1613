// VisionForge's actions after a rollback: in the first hour, within 24 hours, within a week. What is measured in the first hour is
// visionforge/after-rollback.
runbook('visionforge/post-rollback') {
    description 'Go through the actions after a rollback, box by box'
    owner 'devops'

    param 'when', 'the part of the plan', oneOf: ['first hour', '24 hours', '1 week'], default: 'first hour'
    param 'rollback', 'the id of the rollback, as runbook history shows it', example: '20260331-140500-ab'

    trigger('First hour after a rollback') {
        after 1.minute, of: 'visionforge/emergency-rollback'
        after 1.minute, of: 'visionforge/planned-rollback'
        after 1.minute, of: 'visionforge/selective-rollback'
        with when: 'first hour', rollback: ended.run
        tell 'team-lead'
    }
    // The plan's 24 hours and 1 week are deadlines: the tasks begin when there is time for them.
    trigger('The day after a rollback') {
        after 2.hours, of: 'visionforge/emergency-rollback'
        after 2.hours, of: 'visionforge/planned-rollback'
        after 2.hours, of: 'visionforge/selective-rollback'
        with when: '24 hours', rollback: ended.run
        tell 'team-lead'
    }
    trigger('The week after a rollback') {
        after 48.hours, of: 'visionforge/emergency-rollback'
        after 48.hours, of: 'visionforge/planned-rollback'
        after 48.hours, of: 'visionforge/selective-rollback'
        with when: '1 week', rollback: ended.run
        tell 'team-lead'
    }

    if (params.when == 'first hour') {
        parallel('Tasks') {
            budget 60.minutes
            manual('User communication') {                                              // covers V20
                by 'team-lead'
                checklist '''
                    Confirm service restoration
                    Acknowledge any data loss
                    Provide timeline for resolution
                '''
            }
            manual('Initial assessment') {                                              // covers V21
                by 'team-lead'
                checklist '''
                    Document rollback success
                    Identify root cause
                    Plan corrective actions
                '''
            }
        }
    }
    if (params.when == '24 hours') {
        parallel('Tasks') {
            budget 22.hours
            manual('Comprehensive testing') {                                           // covers V22
                by 'team-lead'
                checklist '''
                    Full regression testing
                    User acceptance testing
                    Performance validation
                '''
            }
            manual('Issue analysis') {                                                  // covers V23
                by 'team-lead'
                checklist '''
                    Root cause investigation
                    Impact assessment
                    Lessons learned documentation
                '''
            }
            manual('Recovery planning') {                                               // covers V24
                by 'team-lead'
                checklist '''
                    Fix development
                    Testing strategy
                    Re-migration planning
                '''
            }
            // The completion message promises users a detailed report within 24 hours.
            manual('Incident report') {                                                 // covers V40
                by 'team-lead'
                instruct "The rollback: runbook show ${params.rollback}"
                checklist 'Send the detailed incident report to the users'
                param 'report', 'where the report is', example: 'https://status.visionforge.example/reports/1'
            }
        }
    }
    if (params.when == '1 week') {
        parallel('Tasks') {
            budget 120.hours
            manual('Process improvement') {                                             // covers V25
                by 'team-lead'
                checklist '''
                    Update rollback procedures
                    Enhance monitoring
                    Improve testing coverage
                '''
            }
            manual('Team review') {                                                     // covers V26
                by 'team-lead'
                checklist '''
                    Incident post-mortem
                    Process refinement
                    Training updates
                '''
            }
        }
    }
}
