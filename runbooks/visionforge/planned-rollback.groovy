// VisionForge's planned rollback: assess 5, notify 2, stop 3, restore 15, validate 5 minutes. Together they are exactly 30, where the
// plan says "less than 30": the last window is a few seconds shorter.
runbook('visionforge/planned-rollback') {                                               // covers V12
    description 'Stop VisionForge gently, restore a chosen backup, and start it again'
    owner 'devops'
    rto 30.minutes
    lock 'visionforge'

    param 'reason', 'why, for the record and for users', example: 'wrong totals since the migration'
    param 'backup', 'a backup\'s file name, as the list shows it; left out: a person chooses, or without an answer the newest whole full one',
            matching: ~/[\w.:-]+\.sql/, optional: true
    param 'approved', 'who has approved it already, as when a trigger has asked: nobody is asked again', optional: true

    def checkout = setting('checkout')

    stakeholders 'visionforge/stakeholders'
    notify('team-lead') {
        on waiting
        text "${run.question}\nAnswer: runbook attach ${run.id}"
    }

    // The matrix names this rollback for what is not urgent: a person decides, and chooses the backup. The 30 minutes are those of the
    // plan's five windows, so the clock starts after the decision. Without an answer nothing is stopped.
    if (params.approved == null) {
        approve('Roll back to a backup') {                                              // covers V2, V3
            by 'team-lead'
            show "VisionForge is stopped, and what was written after the backup is lost. Reason: ${params.reason}"
            budget 10.minutes
        }
    }
    if (params.backup == null) {
        def list = verify('The whole full backups, the newest first') {                 // covers V15
            budget 40.seconds
            ssh """
                cd ${checkout}
                node src/migration/backup.js list | awk '\$2 == "full" && \$4 == "whole" { print \$1 }' | grep . ||
                    { echo no whole full backup in \$(pwd)/backups >&2; exit 1; }
            """, on: 'app1'
        }
        def chosen = choose('The backup to restore', in: { list.lines }) {
            by 'team-lead'
            show 'The newest is the first.'
            budget 5.minutes
            ifSilent first
        }
    }
    startClock()

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
                tail -n 1 ${chosen.value} | grep -q 'dump complete' || { echo ${chosen.value} is not whole >&2; exit 1; }
                echo ${chosen.value}
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
