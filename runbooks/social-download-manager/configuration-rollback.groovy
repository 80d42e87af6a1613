// Social Download Manager's configuration-only rollback (plan, 2.2 and 3.3: settings, theme, language, one platform).
// The plan has no steps for it. These are step 3 of its script, without config.json: that names the version, which stays.
runbook('social-download-manager/configuration-rollback') {                             // covers D13
    description 'Put the earlier preferences and platform settings back on the macOS and Linux machines'
    owner 'technical-operations'
    rto 15.minutes, limit: 20.minutes
    lock 'social-download-manager-unix'

    param 'reason', 'why we roll back, for the record', example: 'the new theme is unreadable'

    def config = setting('unixConfig')
    def backups = setting('emergencyBackups')

    notify('technical-chat', 'support-mail') {
        on started
        text "Social Download Manager: the configuration is rolled back (${params.reason})"
    }
    notify('technical-chat', 'support-mail') {
        on succeeded, failed
        text "Social Download Manager: the rollback of the configuration has ended, ${run.status} after ${run.elapsed}"
    }

    phase('Roll back') {
        budget 12.minutes
        // Plan 2.1: no configuration may be lost. What is replaced is in the emergency backup.
        step('Keep the present configuration') {
            budget 3.minutes
            idempotent()
            ssh """
                umask 077
                mkdir -p ${backups}/emergency_backup_${run.id}
                cp -p "\$HOME/${config}"/*.json ${backups}/emergency_backup_${run.id}/
            """, on: 'unix', atOnce: 10
        }
        step('Restore the earlier files') {
            budget 3.minutes
            idempotent()
            ssh """
                cd "\$HOME/${config}"
                for file in user_preferences.json platform_settings.json; do
                    test "\$(sqlite3 :memory: "select json_valid(cast(readfile('backup/v1.2.1/\$file') as text))")" = 1
                    cp -p "backup/v1.2.1/\$file" "\$file"
                done
            """, on: 'unix', atOnce: 10
            undo {
                idempotent()
                alsoIfFailed()
                ssh "cp -p ${backups}/emergency_backup_${run.id}/*.json \"\$HOME/${config}/\"", on: 'unix', atOnce: 10
            }
        }
        step('Start the application again') {
            budget 3.minutes
            idempotent()
            ssh '''
                case $(uname) in
                    Darwin)
                        sudo -n launchctl stop social-download-manager
                        sudo -n launchctl start social-download-manager ;;
                    *)
                        sudo -n systemctl stop social-download-manager
                        sudo -n systemctl start social-download-manager ;;
                esac
            ''', on: 'unix', atOnce: 10
        }
        onFailure { undoAll() }
    }
}
