// Social Download Manager's emergency recovery after a corruption of the whole system (plan, 6.1 scenario A): everything is put
// back as version 1.2.1, the only whole copy of the program on a machine.
runbook('social-download-manager/system-corruption') {                                  // covers D11, D18
    description 'Rebuild the application, its configuration and its data on macOS and Linux machines'
    owner 'technical-operations'
    // Plan 2.2, complete system restore: 60 to 180 minutes, at most 240. The plan gives no steps for it; scenario A is it.
    rto 180.minutes, limit: 240.minutes
    rpo 5.minutes
    lock 'social-download-manager-unix'

    param 'reason', 'what is corrupted, for the record', example: 'configuration and database are unreadable'
    param 'usersAffected', 'how many users are affected, for the messages', optional: true
    param 'systemsAffected', 'which systems are affected, for the messages', optional: true
    param 'nextSteps', 'what is done next, for the messages', optional: true

    def app = setting('unixApp')
    def config = setting('unixConfig')
    def backups = setting('emergencyBackups')

    // The emergency response team is the technical team (6.2, level 1). unix-rollback, followed from here, sends no messages.
    stakeholders 'social-download-manager/stakeholders'

    // Plan: 0 to 15 minutes.
    phase('Immediate response') {                                                       // covers D19
        budget 15.minutes
        step('Stop all application processes') {
            budget 2.minutes
            idempotent()
            stopsWrites()
            ssh '''
                case $(uname) in
                    Darwin) sudo -n launchctl stop social-download-manager ;;
                    *) sudo -n systemctl stop social-download-manager ;;
                esac
            ''', on: 'unix', atOnce: 10
            verify('No process of it is left') {
                every 1.second
                ssh "cd ${app} && ! pgrep -f \"^\$(pwd)/\"", on: 'unix', atOnce: 10
            }
        }
        // "Disconnect from network" and "boot from emergency recovery environment" need a person at the machine.
        step('Create a forensic snapshot') {
            budget 8.minutes
            idempotent()
            ssh """
                umask 077
                to=${backups}/forensic_${run.id}
                mkdir -p "\$to"
                ps -A -o pid,ppid,etime,args >"\$to/processes.txt" 2>/dev/null || true
                cp -R -p "\$HOME/${config}" "\$to/configuration"
                mkdir -p "\$to/application"
                cp -R -p ${app}/. "\$to/application/"
                cp -p ${setting('unixLog')} "\$to/application.log"
                find "\$to" -type f -exec cksum {} + >"\$to.cksum"
            """, on: 'unix', atOnce: 10
        }
        verify('The emergency backups are there') {
            budget 2.minutes
            ssh """
                test -s "\$HOME/${config}/backup/v1.2.1/config.json"
                test -s ${app}/backup/v1.2.1/social-download-manager
                ls "\$HOME/${config}/backup/history" | grep '\\.db\$'
            """, on: 'unix', atOnce: 10
        }
    }

    // Plan: 15 to 120 minutes.
    phase('Recovery') {                                                                 // covers D20
        budget 105.minutes
        step('Restore the history where it is damaged') {
            follow 'social-download-manager/restore-history'
        }
        step('Rebuild configuration, database and application as version 1.2.1') {
            follow 'social-download-manager/unix-rollback', announce: false
        }
    }
}
