// Social Download Manager's manual rollback (plan, 5.1): four phases, eight groups, forty boxes, and the plan's verification (5.2).
// The windows of the phases add up to 55 to 110 minutes, more than the 45 (at most 60) of an application rollback. It takes the
// database back as well, so its objective is the row "Database Migration Reversal": 30 to 90 minutes, at most 120.
runbook('social-download-manager/manual-rollback') {                                    // covers D17
    description 'Put version 1.2.1 back by hand, box by box'
    owner 'technical-operations'
    rto 90.minutes, limit: 120.minutes
    lock 'social-download-manager-unix'

    param 'reason', 'why we roll back by hand, for the record', example: 'the script does not know this installation'

    def config = setting('unixConfig')
    def app = setting('unixApp')

    notify('technical-chat', 'management', 'support-mail') {
        on started
        text "Social Download Manager is rolled back by hand (${params.reason})"
    }
    notify('technical-chat', 'management', 'support-mail') {
        on succeeded, failed, aborted
        text "Social Download Manager: the rollback by hand has ended, ${run.status} after ${run.elapsed}"
    }

    notify('technical-chat') {
        on waiting
        text "${run.question}\nTick the boxes: runbook attach ${run.id}"
    }

    // Plan: 5 to 10 minutes.
    phase('Preparation') {
        budget 10.minutes
        manual('Assessment and documentation') {                                        // covers D23
            by 'technical-lead'
            budget 4.minutes
            checklist '''
                Document current issue/reason for rollback
                Identify affected systems and users
            '''
            param 'usersAffected', 'how many users are affected', example: '12'
            checklist 'Estimate rollback complexity level'
            param 'complexity', 'the level of complexity', oneOf: ['low', 'medium', 'high', 'critical']
            checklist '''
                Notify stakeholders of impending rollback
                Prepare rollback team and assign roles
            '''
        }
        // Stopping and starting the service is one command for all machines: the engine does both. The box below is ticked by the
        // engine too, once no service is up.
        step('Stop the service on all machines') {
            budget 1.minute
            idempotent()
            ssh '''
                case $(uname) in
                    Darwin) sudo -n launchctl stop social-download-manager ;;
                    *) sudo -n systemctl stop social-download-manager ;;
                esac
            ''', on: 'unix', atOnce: 10
        }
        manual('Emergency backup') {                                                    // covers D24
            by 'technical-lead'
            budget 5.minutes
            instruct "On each machine: the folder ${config} of the user, and ${app}."
            verify('Stop all application processes') {
                every 2.seconds
                ssh '''
                    case $(uname) in
                        Darwin) ! launchctl list social-download-manager >/dev/null ;;
                        *) ! systemctl is-active --quiet social-download-manager ;;
                    esac
                ''', on: 'unix', atOnce: 10
            }
            checklist '''
                Create complete current state backup
                Verify backup integrity
                Document backup location and timestamp
            '''
            param 'backup', 'where the backup is', example: '/mnt/backup/sdm'
            checklist 'Test backup accessibility'
        }
    }
    // Plan: 15 to 30 minutes.
    phase('Application') {
        budget 30.minutes
        manual('Application binary restoration') {                                      // covers D25
            by 'technical-lead'
            budget 15.minutes
            checklist '''
                Navigate to application installation directory
                Stop all Social Download Manager processes
                Replace V2.0 binaries with V1.2.1 backup
                Restore V1.2.1 configuration files
                Update application shortcuts and registry entries
            '''
        }
        manual('Service configuration') {                                               // covers D26
            by 'technical-lead'
            budget 15.minutes
            checklist '''
                Update system service configurations
                Restore V1.2.1 service dependencies
                Verify service startup parameters
                Test service start/stop functionality
                Update firewall and security configurations
            '''
        }
    }
    // Plan: 20 to 45 minutes. The sum of the longest windows is 110 minutes: over the target of 90, within the limit of 120.
    phase('Data and configuration') {
        budget 20.minutes, limit: 45.minutes
        manual('User data migration reversal') {                                        // covers D27
            by 'database-administrator'
            budget 10.minutes, limit: 22.minutes
            checklist '''
                Backup current user configurations
                Restore V1.2.1 user preference formats
                Convert V2.0 settings to V1.2.1 format
                Verify user data integrity
                Test user profile accessibility
            '''
        }
        manual('Database schema rollback') {                                            // covers D28
            by 'database-administrator'
            budget 10.minutes, limit: 22.minutes
            instruct 'The statements are those of social-download-manager/database-rollback.'
            checklist '''
                Create database backup before rollback
                Execute schema migration reversal scripts
                Verify data consistency and integrity
                Update database connection configurations
                Test database connectivity and performance
            '''
        }
    }
    // Plan: 15 to 25 minutes.
    phase('System integration') {
        budget 15.minutes, limit: 25.minutes
        manual('Platform integration restoration') {                                    // covers D29
            by 'senior-developer'
            budget 8.minutes, limit: 12.minutes
            checklist '''
                Restore V1.2.1 YouTube platform integration
                Restore V1.2.1 TikTok platform integration
                Update API endpoints and authentication
                Verify platform-specific configurations
                Test download functionality for each platform
            '''
        }
        manual('UI and theme rollback') {                                               // covers D30
            by 'senior-developer'
            budget 7.minutes, limit: 12.minutes
            checklist '''
                Restore V1.2.1 UI framework
                Rollback theme and styling configurations
                Restore V1.2.1 component library
                Update localization and translation files
                Verify UI responsiveness and accessibility
            '''
        }
    }
    step('Start the service on all machines') {
        budget 2.minutes
        idempotent()
        ssh '''
            case $(uname) in
                Darwin) sudo -n launchctl start social-download-manager ;;
                *) sudo -n systemctl start social-download-manager ;;
            esac
        ''', on: 'unix', atOnce: 10
    }
    stopClock()

    // Plan 5.2. It has no window there: the service is back, so the clock has stopped.
    manual('Critical verification points') {                                            // covers D31, D86, D90
        by 'technical-lead'
        budget 30.minutes
        verify('Application starts without errors') {
            every 2.seconds
            ssh '''
                case $(uname) in
                    Darwin) launchctl list social-download-manager >/dev/null ;;
                    *) systemctl is-active --quiet social-download-manager ;;
                esac
            ''', on: 'unix', atOnce: 10
        }
        checklist '''
            User authentication works correctly
            Download functionality operational for all platforms
            User preferences and settings preserved
            Download history accessible and accurate
        '''
        verify('No data corruption or loss detected') {
            every 10.seconds
            ssh "test \"\$(sqlite3 -cmd '.timeout 5000' \"\$HOME/${config}/sdm.db\" 'pragma integrity_check')\" = ok", on: 'unix', atOnce: 10
        }
        checklist '''
            Performance meets V1.2.1 baseline standards
            All integrations functioning properly
            Error logs show no critical issues
            Security controls operational
        '''
    }
    manual('Performance validation') {                                                  // covers D32, D89
        by 'senior-developer'
        budget 15.minutes
        checklist '''
            Application startup time < 5 seconds
            Download initiation time < 3 seconds
            UI responsiveness < 100ms
            Memory usage within normal ranges
            CPU utilization acceptable
            Network connectivity stable
        '''
    }
    manual('User experience validation') {                                              // covers D33, D88
        by 'senior-developer'
        budget 15.minutes
        checklist '''
            All menus and buttons functional
            Settings can be modified and saved
            Downloads complete successfully
            Error messages display appropriately
            Help documentation accessible
            All features behave as expected in V1.2.1
        '''
    }
}
