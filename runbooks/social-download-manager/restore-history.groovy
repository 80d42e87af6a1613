// Restores the download history on the macOS and Linux machines where it is damaged or incomplete: the automated part of the
// recovery in plan, 6.1 B. data-loss and system-corruption follow it, and unix-rollback where it finds a damaged database.
// Machines with an intact history are left alone. The application stays stopped on the others; who follows this starts it.
runbook('social-download-manager/restore-history') {
    description 'Restore a damaged or incomplete download history from its newest whole backup and the transaction log'
    owner 'technical-operations'
    // No objectives: those of the runbook that follows it count.
    lock 'social-download-manager-unix'

    param 'reason', 'why the history is restored, for the record', example: 'half of the history is missing'

    def config = setting('unixConfig')
    def backups = setting('emergencyBackups')

    // The extent is documented by what this prints for each machine. Damaged: SQLite says so. Incomplete: there are fewer
    // downloads than the application recorded at its last backup. The file 'affected' marks the machine for the steps below.
    step('Document what is lost') {
        budget 2.minutes
        idempotent()
        ssh """
            umask 077
            to=${backups}/emergency_backup_${run.id}
            mkdir -p "\$to"
            rm -f "\$to/affected"
            cd "\$HOME/${config}"
            recorded=\$(sed -n 's/.*"downloads" *: *\\([0-9]*\\).*/\\1/p' user_data/download_history.json)
            check=\$(sqlite3 -cmd '.timeout 5000' sdm.db 'pragma integrity_check' 2>&1 | head -n 1)
            there=\$(sqlite3 -cmd '.timeout 5000' sdm.db 'select count(*) from download_history' 2>/dev/null || echo unknown)
            echo "database: \$check; downloads: \$there, recorded at the last backup: \$recorded"
            if [ "\$check" != ok ] || [ "\$there" = unknown ] || [ "\$there" -lt "\$recorded" ]; then
                cd - >/dev/null
                touch "\$to/affected"
            fi
        """, on: 'unix', atOnce: 10
    }
    step('Stop all writes on the affected machines') {
        budget 2.minutes
        idempotent()
        stopsWrites()
        ssh """
            test -e ${backups}/emergency_backup_${run.id}/affected || exit 0
            case \$(uname) in
                Darwin) sudo -n launchctl stop social-download-manager ;;
                *) sudo -n systemctl stop social-download-manager ;;
            esac
        """, on: 'unix', atOnce: 10
    }
    step('Keep the damaged database') {
        budget 4.minutes
        idempotent()
        ssh """
            to=${backups}/emergency_backup_${run.id}
            test -e "\$to/affected" || exit 0
            cp -p "\$HOME/${config}/sdm.db" "\$to/damaged.db"
        """, on: 'unix', atOnce: 10
    }

    phase('Restore') {
        budget 45.minutes
        // Newest first; a backup that is damaged itself is skipped, and named.
        step('Find the newest whole backup') {
            budget 10.minutes
            idempotent()
            ssh """
                to=\$(cd ${backups}/emergency_backup_${run.id} && pwd)
                test -e "\$to/affected" || { echo 'not affected'; exit 0; }
                cd "\$HOME/${config}/backup/history"
                for file in \$(ls -r | grep '\\.db\$'); do
                    if [ "\$(sqlite3 -cmd '.timeout 5000' "\$file" 'pragma integrity_check' 2>/dev/null)" = ok ]; then
                        echo "\$file" | tee "\$to/chosen"
                        exit 0
                    fi
                    echo "\$file is damaged" >&2
                done
                echo 'no backup of the history is whole: manual reconstruction is required' >&2
                exit 1
            """, on: 'unix', atOnce: 10
        }
        step('Restore it, and replay the transaction log') {
            budget 30.minutes
            idempotent()
            ssh """
                to=\$(cd ${backups}/emergency_backup_${run.id} && pwd)
                test -e "\$to/affected" || exit 0
                cd "\$HOME/${config}"
                cp "backup/history/\$(cat "\$to/chosen")" sdm.db.restored
                # Downloads that the backup contains already are skipped.
                { echo 'begin immediate;'; cat history.log; echo 'commit;'; } | sqlite3 -cmd '.timeout 5000' -bail sdm.db.restored
                mv sdm.db.restored sdm.db
            """, on: 'unix', atOnce: 10
        }
        verify('The restored database is whole, with all recorded downloads') {
            budget 5.minutes
            ssh """
                cd "\$HOME/${config}"
                recorded=\$(sed -n 's/.*"downloads" *: *\\([0-9]*\\).*/\\1/p' user_data/download_history.json)
                test "\$(sqlite3 -cmd '.timeout 5000' sdm.db 'pragma integrity_check')" = ok
                there=\$(sqlite3 -cmd '.timeout 5000' sdm.db 'select count(*) from download_history')
                echo "\$there downloads, \$recorded recorded"
                test "\$there" -ge "\$recorded"
            """, on: 'unix', atOnce: 10
        }
    }
}
