// VisionForge's database from a backup: all of it, the schema alone, or one table. Database rollback of the plan.
runbook('visionforge/database-restore') {
    description 'Restore the database from a backup: everything, the schema, or one table'
    owner 'devops'
    // Times are the plan's: 30 to 60 minutes for everything, 15 to 30 for the schema, 10 to 20 for a table.
    rto 30.minutes, limit: 60.minutes
    lock 'visionforge'

    param 'reason', 'why, for the record', example: 'rows are damaged'
    param 'scope', 'what to restore', oneOf: ['Full', 'Schema', 'Table'], default: 'Full'
    // The plan gives no commands for "partial": decided is the rows of one table, from a full backup.
    param 'table', 'for scope Table: its name', matching: ~/[a-z_]+/, default: 'settings'
    param 'backup', 'a backup\'s file name, as the list shows it; left out: the newest whole one',
            matching: ~/[\w.:-]+\.sql/, optional: true

    def checkout = setting('checkout')
    // Named by kind: the newest *.sql of all may be one of the schema alone, which restores no row.
    def kind = params.scope == 'Schema' ? 'schema-backup' : 'full-backup'

    // A backup that is being written, or was cut off, has no last line that says it is complete.
    def backup = verify('A whole backup is there') {                                    // covers V14, V15
        budget 1.minute
        if (params.backup != null) {
            ssh """
                cd ${checkout}/backups
                tail -n 1 ${params.backup} | grep -q 'dump complete' || { echo ${params.backup} is not whole >&2; exit 1; }
                echo ${params.backup}
            """, on: 'app1'
        } else {
            ssh """
                cd ${checkout}/backups
                ls -t | grep ${'^' + kind + '-.*[.]sql$'} | while read -r file; do
                    if tail -n 1 "\$file" | grep -q 'dump complete'; then echo "\$file"; break; fi
                done | grep . || { echo no whole ${kind} in \$(pwd) >&2; exit 1; }
            """, on: 'app1'
        }
    }

    if (params.scope != 'Table') {
        step('Stop the application') {
            follow 'visionforge/stop-application'
            stopsWrites()
        }
    }
    // Not in the plan, which restores over the only copy of what was written since the backup.
    step('Keep what is there') {
        budget 4.minutes
        idempotent()
        ssh "cd ${checkout} && node src/migration/backup.js create before-${run.id}.sql", on: 'app1'
        onFailure { carryOn() }                          // of a damaged schema perhaps nothing can be kept
    }
    if (params.scope == 'Full') {
        step('Restore everything') {                                                    // covers V6
            budget 15.minutes, limit: 45.minutes
            idempotent()
            ssh "cd ${checkout} && node src/migration/backup.js restore ${backup.stdout}", on: 'app1'
        }
    } else if (params.scope == 'Schema') {
        step('Restore the schema') {                                                    // covers V7
            budget 15.minutes, limit: 20.minutes
            idempotent()
            ssh "cd ${checkout} && node src/migration/backup.js restore ${backup.stdout}", on: 'app1'
        }
    } else {
        step("Restore the table") {                                                     // covers V8
            budget 10.minutes, limit: 15.minutes
            idempotent()
            ssh "cd ${checkout} && node src/migration/backup.js restore ${backup.stdout} --table ${params.table}", on: 'app1'
        }
    }
    if (params.scope == 'Schema') {
        verify('The schema is as the release expects it') {                             // covers V7
            budget 1.minute
            ssh "cd ${checkout} && npm run migration:check", on: 'app1'
        }
    } else {
        verify('The data are valid') {                                                  // covers V6, V8
            budget 2.minutes
            ssh "cd ${checkout} && node src/migration/data-validator.js", on: 'app1'
        }
    }
    if (params.scope != 'Table') {
        step('Start the application') {
            follow 'visionforge/start-application'
        }
    }
    stopClock()
    if (params.scope == 'Full') {
        // What was written after the backup was taken is lost.
        recoveryPoint {
            budget 10.seconds
            ssh "cd ${checkout}/backups && stat -c %Y ${backup.stdout}", on: 'app1'
        }
    }
}
