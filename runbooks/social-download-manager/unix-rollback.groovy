// Social Download Manager's rollback on macOS and Linux (plan, 4.2): from version 2.0 to version 1.2.1, in the plan's six steps.
runbook('social-download-manager/unix-rollback') {                                      // covers D9, D15
    description 'Put version 1.2.1 back on the macOS and Linux machines'
    owner 'technical-operations'
    // Plan 2.2, application rollback: 15 to 45 minutes, at most 60. Plan 3.3 has other ranges for the same work; 2.2 is the objective.
    rto 45.minutes, limit: 60.minutes
    // Plan 2.1: download history 5 minutes, which is measured. Everything else 0: the emergency backup is compared with the
    // original before anything is changed, and the integrity check is the last step.
    rpo 5.minutes                                                                       // covers D3, D4, D5, D6, D7
    lock 'social-download-manager-unix'

    param 'reason', 'why we roll back, for the record', example: 'downloads fail'
    param 'version', 'the version to go back to', matching: ~/v\d+\.\d+\.\d+/, default: 'v1.2.1'
    param 'usersAffected', 'how many users are affected, for the messages', optional: true
    param 'systemsAffected', 'which systems are affected, for the messages', optional: true
    param 'nextSteps', 'what is done next, for the messages', optional: true
    param 'announce', 'whether this run sends the messages of the plan', type: Boolean, default: true

    def app = setting('unixApp')
    def config = setting('unixConfig')
    def backups = setting('emergencyBackups')

    if (params.announce) {
        stakeholders 'social-download-manager/stakeholders'
    }

    // The plan's script looks for the backups in steps 3 and 5, when the application is stopped already. Here it is looked for first.
    phase('Before anything is stopped') {
        budget 3.minutes
        verify('The backups of the earlier version are there') {
            budget 1.minute
            ssh """
                for file in "\$HOME/${config}/backup/${params.version}/config.json" ${app}/backup/${params.version}/social-download-manager; do
                    test -s "\$file" || { echo "no backup: \$file is missing; manual recovery required" >&2; exit 1; }
                done
                # Copied over the configuration folder, it would replace the history since the upgrade.
                if [ -e "\$HOME/${config}/backup/${params.version}/sdm.db" ]; then
                    echo 'the backup of the configuration contains a database: move it away first' >&2
                    exit 1
                fi
            """, on: 'unix', atOnce: 10
        }
        verify('There is room for the emergency backup') {                              // covers D92
            budget 1.minute
            ssh """
                free=\$(df -Pm ${backups} | awk 'NR == 2 { print \$4 }')
                test "\$free" -ge ${setting('minimumFreeMegabytes')} || { echo "only \$free MB are free" >&2; exit 1; }
            """, on: 'unix', atOnce: 10
        }
        // A damaged database cannot be converted: system-corruption restores it first, and then follows this runbook.
        verify('The database is not damaged') {
            budget 1.minute
            ssh """
                found=\$(sqlite3 -cmd '.timeout 5000' "\$HOME/${config}/sdm.db" 'pragma integrity_check' 2>&1 | head -n 1)
                test "\$found" = ok || { echo "\$found; run social-download-manager/system-corruption instead" >&2; exit 1; }
            """, on: 'unix', atOnce: 10
        }
    }

    phase('Roll back') {
        budget 33.minutes
        // Step 1 of the plan. The plan uses `pkill -f social-download-manager`, which would also end the editor of somebody
        // who has a file of that name open, and the script itself: the service manager knows the processes of its service.
        // The plan's systemctl does not exist on macOS.
        step('Stop version 2.0') {
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
            undo {
                idempotent()
                ssh '''
                    case $(uname) in
                        Darwin) sudo -n launchctl start social-download-manager ;;
                        *) sudo -n systemctl start social-download-manager ;;
                    esac
                ''', on: 'unix', atOnce: 10
            }
        }

        // Step 2. The plan copies the configuration only and continues when that fails. The program is copied too, so that
        // all of it can be undone, and a backup that differs from the original ends the rollback.
        step('Create the emergency backup') {
            budget 6.minutes
            idempotent()
            ssh """
                umask 077
                to=${backups}/emergency_backup_${run.id}
                mkdir -p "\$to/application"
                cp -R -p "\$HOME/${config}" "\$to/configuration"
                for part in ${app}/*; do
                    case \$part in */backup) ;; *) cp -R -p "\$part" "\$to/application/" ;; esac
                done
            """, on: 'unix', atOnce: 10
            verify('It is the same as the original') {
                ssh "diff -r \"\$HOME/${config}\" ${backups}/emergency_backup_${run.id}/configuration", on: 'unix', atOnce: 10
            }
        }

        // Step 3. Preferences that changed since the upgrade stay in the database and in the emergency backup.
        step('Restore the configuration') {
            budget 3.minutes
            idempotent()
            ssh """
                cp -R -p "\$HOME/${config}/backup/${params.version}/." "\$HOME/${config}/"
            """, on: 'unix', atOnce: 10
            undo {
                idempotent()
                alsoIfFailed()
                ssh "cp -R -p ${backups}/emergency_backup_${run.id}/configuration/. \"\$HOME/${config}/\"", on: 'unix', atOnce: 10
            }
        }

        // Step 4.
        step('Roll back the database') {
            follow 'social-download-manager/database-rollback'
        }

        // Step 5.
        step('Restore the application') {
            budget 4.minutes
            idempotent()
            ssh "sudo -n cp -R -p ${app}/backup/${params.version}/. ${app}/", on: 'unix', atOnce: 10
            undo {
                idempotent()
                alsoIfFailed()
                ssh "sudo -n cp -R -p ${backups}/emergency_backup_${run.id}/application/. ${app}/", on: 'unix', atOnce: 10
            }
        }
        step('Start version 1.2.1') {
            budget 2.minutes
            idempotent()
            ssh """
                before=\$(date +%s)
                case \$(uname) in
                    Darwin) sudo -n launchctl start social-download-manager ;;
                    *) sudo -n systemctl start social-download-manager ;;
                esac
                echo \$((\$(date +%s) - before)) >${backups}/emergency_backup_${run.id}/start-seconds
            """, on: 'unix', atOnce: 10
            undo {
                idempotent()
                alsoIfFailed()
                ssh '''
                    case $(uname) in
                        Darwin) sudo -n launchctl stop social-download-manager ;;
                        *) sudo -n systemctl stop social-download-manager ;;
                    esac
                ''', on: 'unix', atOnce: 10
            }
        }
        onFailure { undoAll() }
    }

    // Step 6.
    parallel('Verify the rollback') {                                                   // covers D39
        budget 5.minutes
        verify('The service runs, and keeps running') {
            budget 1.minute
            every 1.second
            holds 5.seconds
            ssh '''
                case $(uname) in
                    Darwin) launchctl list social-download-manager >/dev/null ;;
                    *) systemctl is-active --quiet social-download-manager ;;
                esac
            ''', on: 'unix', atOnce: 10
        }
        verify('Its log shows no critical issue since it was started') {
            budget 1.minute
            ssh """
                awk -v since=${run.startedAt} '\$1 > since && \$2 == "CRITICAL" && / 1\\.2\\.1 / { print; found = 1 } END { exit found }' ${setting('unixLog')}
            """, on: 'unix', atOnce: 10
        }
        // Plan 5.2. A start that takes longer is a finding for the people who validate the performance; it is not worth going
        // back to version 2.0.
        verify('It started in less than 5 seconds') {
            budget 1.minute
            ssh """
                took=\$(cat ${backups}/emergency_backup_${run.id}/start-seconds)
                test "\$took" -lt 5 || { echo "the start took \$took s" >&2; exit 1; }
            """, on: 'unix', atOnce: 10
            onFailure { carryOn() }
        }
        step('Configuration, database and user data are whole') {
            follow 'social-download-manager/integrity-check'
        }
    }

    // If the newest entry of the transaction log is in the database, nothing is missing up to now; else up to the newest download.
    def points = verify('Up to when each machine has its downloads') {
        budget 1.minute
        ssh """
            cd "\$HOME/${config}"
            last=\$(tail -n 1 history.log | sed 's/.*values (\\([0-9]*\\),.*/\\1/')
            sqlite3 -cmd '.timeout 5000' sdm.db "select case when exists (select 1 from download_history where id = \$last)
                then strftime('%Y-%m-%dT%H:%M:%SZ') else (select max(finished_at) from download_history) end"
        """, on: 'unix', atOnce: 10
    }
    recoveryPoint {
        budget 10.seconds
        shell "echo ${json(points.hosts*.stdout)} | tr -d '[]\"' | tr ',' '\\n' | sort | head -n 1"
    }
}
