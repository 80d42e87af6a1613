// VisionForge's emergency rollback: 1 + 2 + 10 + 2 minutes.
// The migration's own pipeline starts it when the migration fails during its execution:                // covers V1
//     runbook run visionforge/emergency-rollback -e production --yes -p reason='migration failed'
runbook('visionforge/emergency-rollback') {                                             // covers V11
    description 'Stop VisionForge, restore the newest whole backup, start it again'
    owner 'devops'
    rto 15.minutes
    lock 'visionforge'

    param 'reason', 'why, for the record and for users', example: 'migration failed'

    def checkout = setting('checkout')

    notify('users') {                                                                   // covers V32
        on started
        template 'in-progress.md'
    }
    stakeholders 'visionforge/stakeholders'

    // 1 minute. The declaration of the incident is the message of the start and the journal.
    def backup = verify('The newest whole full backup') {                               // covers V14
        budget 1.minute
        // The plan takes the newest *.sql, which may be a backup of the schema alone, or half-written.
        ssh """
            cd ${checkout}/backups
            ls -t | grep '^full-backup-.*[.]sql\$' | while read -r file; do
                if tail -n 1 "\$file" | grep -q 'dump complete'; then echo "\$file"; break; fi
            done | grep . || { echo no whole full backup in \$(pwd) >&2; exit 1; }
        """, on: 'app1'
    }
    phase('Application stop') {
        budget 2.minutes
        step('Stop the application at once') {
            follow 'visionforge/stop-application', patience: 0
            stopsWrites()
        }
    }
    phase('Database restore') {
        budget 10.minutes
        // The plan restores over the only copy. Kept inside the same ten minutes; without it the rollback continues.
        step('Keep what is there') {
            budget 1.minute
            idempotent()
            ssh "cd ${checkout} && node src/migration/backup.js create before-${run.id}.sql", on: 'app1'
            onFailure { carryOn() }
        }
        // Elsewhere the plan gives a full restore 30 to 60 minutes, here 10: this is the promise of this procedure.
        step('Restore the backup') {                                                    // covers V38
            budget 8.minutes
            idempotent()
            ssh "cd ${checkout} && node src/migration/backup.js restore ${backup.stdout}", on: 'app1'
        }
        verify('The data are valid') {
            budget 1.minute
            ssh "cd ${checkout} && node src/migration/data-validator.js", on: 'app1'
        }
    }
    phase('Service restart') {
        budget 110.seconds                               // of 2 minutes: a run on its budgets must not be at risk from the start
        step('Start the application') {
            follow 'visionforge/start-application'
        }
    }
    stopClock()
    // What was written after the backup was taken is lost.
    recoveryPoint {
        budget 10.seconds
        ssh "cd ${checkout}/backups && stat -c %Y ${backup.stdout}", on: 'app1'
    }
    step('Validate') {
        follow 'visionforge/validation'
    }

    onFailure {
        notify('team-lead') {
            text "The emergency rollback failed (${params.reason}). The data before it, if they could be kept: backups/before-${run.id}.sql on app1."
        }
    }
}
