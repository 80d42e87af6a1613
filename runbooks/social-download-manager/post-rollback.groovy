// Social Download Manager's tasks after a rollback (plan, 10, and the boxes of 7.2 that a person has to tick).
// It is started when a rollback has ended, a day later, and a week later.
runbook('social-download-manager/post-rollback') {
    description 'Go through the tasks after a rollback, box by box'
    owner 'technical-operations'

    param 'when', 'the part of the plan', oneOf: ['0 to 30 minutes', '24 hours', '1 to 4 weeks'], default: '0 to 30 minutes'
    param 'reason', 'the rollback that these tasks follow', example: 'downloads fail'

    trigger('A rollback has ended') {
        after 1.minute, of: 'social-download-manager/unix-rollback'
        after 1.minute, of: 'social-download-manager/windows-rollback'
        after 1.minute, of: 'social-download-manager/system-corruption'
        after 1.minute, of: 'social-download-manager/data-loss'
        after 1.minute, of: 'social-download-manager/database-rollback'
        after 1.minute, of: 'social-download-manager/configuration-rollback'
        after 1.minute, of: 'social-download-manager/manual-rollback'
        after 1.minute, of: 'social-download-manager/planned-rollback'
        after 1.minute, of: 'social-download-manager/rollback'
        with when: '0 to 30 minutes', reason: "run ${ended.run} of ${ended.runbook}"
        tell 'technical-chat'
    }
    trigger('The day after a rollback') {
        after 24.hours, of: 'social-download-manager/unix-rollback'
        after 24.hours, of: 'social-download-manager/windows-rollback'
        after 24.hours, of: 'social-download-manager/system-corruption'
        after 24.hours, of: 'social-download-manager/data-loss'
        after 24.hours, of: 'social-download-manager/database-rollback'
        after 24.hours, of: 'social-download-manager/configuration-rollback'
        after 24.hours, of: 'social-download-manager/manual-rollback'
        after 24.hours, of: 'social-download-manager/planned-rollback'
        after 24.hours, of: 'social-download-manager/rollback'
        with when: '24 hours', reason: "run ${ended.run} of ${ended.runbook}"
        tell 'technical-chat'
    }
    trigger('The week after a rollback') {
        after 168.hours, of: 'social-download-manager/unix-rollback'
        after 168.hours, of: 'social-download-manager/windows-rollback'
        after 168.hours, of: 'social-download-manager/system-corruption'
        after 168.hours, of: 'social-download-manager/data-loss'
        after 168.hours, of: 'social-download-manager/database-rollback'
        after 168.hours, of: 'social-download-manager/configuration-rollback'
        after 168.hours, of: 'social-download-manager/manual-rollback'
        after 168.hours, of: 'social-download-manager/planned-rollback'
        after 168.hours, of: 'social-download-manager/rollback'
        with when: '1 to 4 weeks', reason: "run ${ended.run} of ${ended.runbook}"
        tell 'technical-chat'
    }

    if (params.when == '0 to 30 minutes') {
        parallel('Tasks') {
            budget 30.minutes
            manual('System health verification') {                                      // covers D39
                by 'technical-lead'
                checklist '''
                    Verify all services are running
                    Check system resource utilization
                    Validate network connectivity
                    Confirm security controls operational
                    Test basic application functionality
                '''
            }
            manual('User communication') {                                              // covers D40
                by 'operations-manager'
                checklist '''
                    Send rollback completion notification
                    Provide timeline for next deployment attempt
                    Share any known limitations or issues
                    Update status page or service notifications
                    Prepare FAQ for common user questions
                '''
            }
            manual('Data verification') {                                               // covers D41
                by 'database-administrator'
                checklist '''
                    Run data integrity verification scripts
                    Verify user data preservation
                    Check download history completeness
                    Validate configuration settings
                    Confirm no data corruption occurred
                '''
            }
            manual('File system verification') {                                        // covers D37
                by 'technical-lead'
                checklist '''
                    Application files in correct locations
                    File permissions set correctly
                    Backup files accessible
                    Log files contain expected entries
                    Temporary files cleaned up
                '''
            }
            manual('Functional verification') {                                         // covers D38
                by 'senior-developer'
                checklist '''
                    Application starts successfully
                    User can log in with existing credentials
                    Download functionality works
                    Settings can be accessed and modified
                    All features behave as expected
                '''
            }
            manual('Performance baseline') {                                            // covers D42
                by 'senior-developer'
                checklist '''
                    Measure application startup time
                    Test download performance
                    Monitor system resource usage
                    Verify UI responsiveness
                    Compare against V1.2.1 benchmarks
                '''
            }
        }
    }
    if (params.when == '24 hours') {
        // T+24 hours (8.2): the report for management, the lessons learned for the technical team, legal if it is required.
        notify('management', 'technical-mail', 'legal') {                               // covers D75
            text "Social Download Manager: the report on the rollback (${params.reason}) is due. It is written with the boxes of this run."
        }
        parallel('Tasks') {
            budget 24.hours
            manual('Comprehensive system review') {                                     // covers D43
                by 'technical-lead'
                checklist '''
                    Analyze rollback logs for issues
                    Review system performance metrics
                    Monitor user feedback and complaints
                    Check for any delayed issues
                    Validate all integrations working
                '''
            }
            manual('Documentation updates') {                                           // covers D44
                by 'technical-lead'
                checklist '''
                    Document lessons learned from rollback
                    Update rollback procedures based on experience
                    Create incident post-mortem report
                    Update risk assessment documentation
                    Revise deployment procedures
                '''
            }
            manual('Stakeholder reporting') {                                           // covers D45
                by 'operations-manager'
                checklist '''
                    Prepare executive summary of rollback
                    Document business impact assessment
                    Analyze financial impact of rollback
                    Prepare next deployment strategy
                    Schedule stakeholder review meeting
                '''
            }
        }
    }
    if (params.when == '1 to 4 weeks') {
        parallel('Tasks') {
            budget 672.hours
            manual('Root cause analysis') {                                             // covers D46
                by 'technical-lead'
                checklist '''
                    Identify primary cause of V2.0 issues
                    Analyze contributing factors
                    Review development and testing processes
                    Assess deployment methodology
                    Create prevention strategy
                '''
            }
            manual('V2.0 improvement plan') {                                           // covers D47
                by 'senior-developer'
                checklist '''
                    Address identified technical issues
                    Enhance testing procedures
                    Improve rollback procedures
                    Strengthen monitoring and alerting
                    Plan phased re-deployment approach
                '''
            }
            manual('Process improvements') {                                            // covers D48
                by 'operations-manager'
                checklist '''
                    Update change management procedures
                    Enhance risk assessment protocols
                    Improve stakeholder communication
                    Strengthen rollback testing
                    Implement continuous monitoring
                '''
            }
        }
    }
}
