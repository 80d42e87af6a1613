// SmartStore's database rollback (plan 3.2 and 5.1): SmartStore_New as it was at a moment, from the full backup and the log,
// then synchronization from that moment, with legacy as master.
runbook('smartstore/database-rollback') {                                           // covers S3
    description 'Restore SmartStore_New to a moment, and restart synchronization with legacy as master'
    owner 'dba-oncall'
    // 7.1 calls a restore of more than 60 minutes failed; 5.1's script may take 120 (30 + 60 + 30). Decided: the budgets below are what
    // a run is expected to take, and fit the 45 minutes; limit: is the script's own timeout of that statement.
    rto 45.minutes
    rpo 5.minutes
    lock 'smartstore-database'

    param 'reason', 'why we go back, for the record', example: 'customer rows are damaged'
    // 5.1's default is two hours ago, which loses 24 times what the RPO allows. Decided: 4 minutes ago, which leaves one to stop writes.
    param 'to', 'the moment to go back to, such as 2026-03-31T14:05:00Z or 10m.ago', type: Instant, default: 4.minutes.ago

    def database = setting('database')
    // The plan's name of the emergency backup is PowerShell inside SQL. Decided: the run's id names it.
    def emergency = "${setting('backups')}emergency-${run.id}.bak"
    def tail = "${setting('backups')}emergency-${run.id}.trn"

    notify('tech-team') {
        on started, succeeded, failed, aborted, atRisk, breached
        within 1.minute
        template 'database-alert.md'
    }
    notify('emergency-contacts') {
        on succeeded, failed, aborted
        within 1.minute
        template 'emergency-notification.md'
    }

    // Without these the restore cannot succeed, and nothing has been stopped yet.
    phase('Before anything is stopped') {
        budget 4.minutes
        verify('The full backup ended before the moment') {
            budget 30.seconds
            sql """
                select count(*) as fitting
                from msdb.dbo.backupset s join msdb.dbo.backupmediafamily f on f.media_set_id = s.media_set_id
                where s.database_name = ${database} and s.type = 'D' and f.physical_device_name = ${setting('baseBackup')}
                    and s.backup_finish_date <= ${params.to}
            """, on: 'master', readOnly: true
            expect { row.fitting > 0 }
        }
        verify('The full backup can be read') {
            budget 3.minutes
            sql "restore verifyonly from disk = ${literal(setting('baseBackup'))} with checksum", on: 'master'
        }
        verify('The log backup can be read') {
            budget 30.seconds
            sql "restore verifyonly from disk = ${literal(setting('logBackup'))} with checksum", on: 'master'
        }
    }

    phase('Go back to the moment') {
        budget 26.minutes, limit: 105.minutes
        step('Stop synchronization') {                                              // covers S16
            budget 1.minute
            idempotent()
            http { post "${service('sync')}/jobs/stop"; bearer secret('SYNC_TOKEN') }
            verify('No synchronization job runs') {
                every 2.seconds
                http { get "${service('sync')}/status"; bearer secret('SYNC_TOKEN') }
                expect { ok; json.running == false }
            }
            undo { http { post "${service('sync')}/start"; bearer secret('SYNC_TOKEN'); json master: 'legacy' } }
        }
        // The plan does not say how the application is kept out; RESTORE needs that. RESTRICTED_USER instead of the usual
        // SINGLE_USER: its only session could be the application's.
        step('Lock the application out') {
            budget 1.minute
            idempotent()
            stopsWrites()
            sql "alter database ${identifier(database)} set restricted_user with rollback immediate", on: 'master'
            undo { sql "alter database ${identifier(database)} set multi_user", on: 'master' }
        }
        // 5.1's CHECKSUM ends the backup at the first damaged page, which would prevent the recovery from just that damage. Decided:
        // CONTINUE_AFTER_ERROR as well.
        step('Take an emergency backup') {
            budget 7.minutes, limit: 30.minutes             // 5.1: -QueryTimeout 1800
            idempotent()
            sql """
                backup database ${identifier(database)} to disk = ${literal(emergency)}
                with init, compression, checksum, continue_after_error
            """, on: 'master', primary: true
        }
        // The plan restores one fixed log backup, which cannot hold the last five minutes. Decided: what was written since that
        // backup, the tail of the log, is backed up as well and applied after it; as a copy, so that scheduled backups continue.
        step('Back up the tail of the log') {
            budget 2.minutes, limit: 10.minutes
            idempotent()
            sql """
                backup log ${identifier(database)} to disk = ${literal(tail)} with init, compression, checksum, copy_only
            """, on: 'master', primary: true
        }
        def log = verify('Where the moment lies in the log') {
            budget 30.seconds
            sql """
                select count(*) as inLogBackup
                from msdb.dbo.backupset s join msdb.dbo.backupmediafamily f on f.media_set_id = s.media_set_id
                where s.database_name = ${database} and s.type = 'L' and f.physical_device_name = ${setting('logBackup')}
                    and s.backup_finish_date > ${params.to}
            """, on: 'master', readOnly: true
        }
        phase('Restore') {
            budget 14.minutes, limit: 60.minutes            // 5.1: -QueryTimeout 3600 for all of it
            step('Restore the full backup') {
                budget 9.minutes, limit: 40.minutes
                idempotent()
                sql """
                    restore database ${identifier(database)} from disk = ${literal(setting('baseBackup'))}
                    with replace, norecovery, checksum
                """, on: 'master'
                undo {
                    budget 30.minutes
                    alsoIfFailed()                          // a restore that ended half-way leaves a database nobody can open
                    sql """
                        restore database ${identifier(database)} from disk = ${literal(emergency)}
                        with replace, recovery, checksum, continue_after_error
                    """, on: 'master'
                }
            }
            // STOPAT and RECOVERY belong to the log backup that contains the moment; one before it is applied whole, with NORECOVERY.
            step('Roll forward to the moment in the log backup') {
                budget 4.minutes, limit: 15.minutes
                onlyIf { log.row.inLogBackup > 0 }
                sql """
                    restore log ${identifier(database)} from disk = ${literal(setting('logBackup'))}
                    with stopat = ${literal(params.to)}, recovery, restricted_user
                """, on: 'master'
            }
            step('Roll forward to the end of the log backup') {
                budget 30.seconds, limit: 3.minutes
                onlyIf { log.row.inLogBackup == 0 }
                sql """
                    restore log ${identifier(database)} from disk = ${literal(setting('logBackup'))} with norecovery
                """, on: 'master'
            }
            step('Roll forward to the moment in the tail of the log') {
                budget 30.seconds, limit: 2.minutes
                onlyIf { log.row.inLogBackup == 0 }
                sql """
                    restore log ${identifier(database)} from disk = ${literal(tail)}
                    with stopat = ${literal(params.to)}, recovery, restricted_user
                """, on: 'master'
            }
        }
        // The database as it was, the application and the synchronization come back.
        onFailure { undoAll() }
    }
    // The last change of an order that the restored database has.
    recoveryPoint {
        budget 30.seconds
        sql 'select max(LastModifiedUtc) as restored_to from dbo.Orders', on: 'new', readOnly: true
    }

    parallel('Verify and tidy up') {
        budget 9.minutes, limit: 30.minutes                 // 5.1: -QueryTimeout 1800
        verify('The database is consistent') {
            sql "dbcc checkdb (${literal(database)}) with no_infomsgs", on: 'master'
            expect { ok; messages.size() == 0 }
        }
        verify('Nothing later than the moment is left') {                           // covers S71
            budget 1.minute                                 // 7.1: 'Database restored to exact timestamp'
            sql "select count(*) as later from dbo.Orders where LastModifiedUtc > ${params.to}", on: 'new', readOnly: true
            expect { row.later == 0 }
        }
        phase('Statistics and indexes') {
            // 'UPDATE STATISTICS SmartStore_New' of the plan names a database, which T-SQL does not accept.
            step('Update statistics') {
                idempotent()
                sql 'exec sp_updatestats', on: 'new'
            }
            for (table in setting('rebuildTables').toList()) {
                step("Rebuild the indexes of $table") {
                    idempotent()
                    sql "alter index all on ${identifier('dbo', table)} rebuild", on: 'new'
                }
            }
        }
    }
    step('Let the application in') {
        budget 1.minute
        idempotent()
        sql "alter database ${identifier(database)} set multi_user", on: 'master'
        verify('The application connects') {                // 7.1
            every 2.seconds
            http { get "${service('new')}/health/database" }
            expect { status == 200; json.status == 'healthy' }
        }
    }

    // 3.2's ResetDataSynchronization. Its cursor is two hours ago, whatever the database was restored to. Decided: the cursor is the
    // moment. The plan gives C# calls only; the paths are ours.
    phase('Restart synchronization from the moment') {                              // covers S4
        budget 3.minutes
        step('Clear the queue') {
            budget 20.seconds
            idempotent()
            http { delete "${service('sync')}/queue"; bearer secret('SYNC_TOKEN') }
        }
        step('Reset the cursors') {
            budget 20.seconds
            idempotent()
            http { put "${service('sync')}/cursors"; bearer secret('SYNC_TOKEN'); json at: params.to }
        }
        verify('The data is consistent') {                                          // covers S97
            budget 1.minute
            every 5.seconds
            http { get "${service('sync')}/consistency"; bearer secret('SYNC_TOKEN') }
            expect { ok; json.isConsistent == true }
        }
        step('Start with legacy as master') {
            budget 20.seconds
            idempotent()
            http { post "${service('sync')}/start"; bearer secret('SYNC_TOKEN'); json master: 'legacy' }
        }
    }

    onFailure {
        notify('tech-team') {
            text "The database rollback failed (${params.reason}). If it got so far, SmartStore_New as it was is in emergency-${run.id}.bak. See what was undone: runbook show ${run.id}"
        }
    }
}
