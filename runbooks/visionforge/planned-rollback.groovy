// VisionForge's planned rollback: assess 5, notify 2, stop 3, restore 15, validate 5 minutes. Together they are exactly 30, where the
// plan says "less than 30": the last window is a few seconds shorter.
runbook('visionforge/planned-rollback') {                                               // covers V12
    description 'Stop VisionForge gently, restore a chosen backup, and start it again'
    owner 'devops'
    rto 30.minutes
    lock 'visionforge'

    param 'reason', 'why, for the record and for users', example: 'wrong totals since the migration'
    param 'backup', 'a backup\'s file name, as the list shows it; left out: the newest whole full one',
            matching: ~/[\w.:-]+\.sql/, optional: true

    def checkout = setting('checkout')

    notify('users') {                                                                   // covers V33
        on succeeded
        template 'completed.md'
    }
    notify('users') {                                                                   // covers V34
        every 15.minutes
        template 'in-progress.md'
    }
    notify('team-lead') {                                                               // covers V36
        on started, succeeded, failed, aborted, atRisk, breached
        template 'escalation.md'
    }
    notify('technical-director') {
        after 15.minutes
        template 'escalation.md'
    }
    notify('cto') {
        after 30.minutes
        template 'escalation.md'
    }
    notify('outside-parties') {                                                         // covers V37
        on failed
        template 'outside-parties.md'
    }

    phase('Pre-rollback assessment') {
        budget 5.minutes
        step('Document the current state') {
            budget 130.seconds
            idempotent()
            ssh "cd ${checkout} && node src/migration/data-validator.js | tee pre-rollback-state-${run.id}.log", on: 'app1'
            onFailure { carryOn() }                      // it is there to find faults
        }
        step('Identify specific issues') {
            budget 130.seconds
            idempotent()
            ssh "cd ${checkout} && npm run migration:check | tee issues-${run.id}.log", on: 'app1'
            onFailure { carryOn() }
        }
        def list = verify('The backups there are') {                                    // covers V15
            budget 20.seconds
            ssh "cd ${checkout} && node src/migration/backup.js list", on: 'app1'
        }
        verify('One of them is whole') {
            budget 20.seconds
            shell "printf '%s' ${list.stdout} | grep -c ' whole\$'"
        }
    }
    def backup = verify('The backup to restore is whole') {
        budget 20.seconds
        if (params.backup != null) {
            ssh """
                cd ${checkout}/backups
                tail -n 1 ${params.backup} | grep -q 'dump complete' || { echo ${params.backup} is not whole >&2; exit 1; }
                echo ${params.backup}
            """, on: 'app1'
        } else {
            ssh """
                cd ${checkout}/backups
                ls -t | grep '^full-backup-.*[.]sql\$' | while read -r file; do
                    if tail -n 1 "\$file" | grep -q 'dump complete'; then echo "\$file"; break; fi
                done | grep . || { echo no whole full backup in \$(pwd) >&2; exit 1; }
            """, on: 'app1'
        }
    }

    notify('users') {                                                                   // covers V32, V35
        within 2.minutes
        template 'in-progress.md'
    }

    phase('Graceful shutdown') {
        budget 3.minutes
        step('Stop the application gently') {
            follow 'visionforge/stop-application', patience: 30
            stopsWrites()
        }
    }
    phase('Database rollback') {
        budget 15.minutes
        // Not in the plan, which restores over the only copy.
        step('Keep what is there') {
            budget 4.minutes
            idempotent()
            ssh "cd ${checkout} && node src/migration/backup.js create before-${run.id}.sql", on: 'app1'
        }
        step('Restore the backup') {
            budget 11.minutes
            idempotent()
            ssh "cd ${checkout} && node src/migration/backup.js restore ${backup.stdout}", on: 'app1'
        }
    }
    phase('Post-rollback validation') {
        budget 270.seconds
        verify('The data are valid') {
            budget 80.seconds
            ssh "cd ${checkout} && node src/migration/data-validator.js", on: 'app1'
        }
        verify('The schema is as the release expects it') {
            budget 60.seconds
            ssh "cd ${checkout} && npm run migration:check", on: 'app1'
        }
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

    // A restore is one transaction: when it failed, the data are as they were, and users are better off with the application.
    onFailure {
        step('Start the application on the data as they are') {
            follow 'visionforge/start-application'
        }
        notify('team-lead') {
            text "The planned rollback failed (${params.reason}). The data before it, if they could be kept: backups/before-${run.id}.sql on app1."
        }
    }
}
