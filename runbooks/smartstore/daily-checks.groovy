// SmartStore's daily validation (plan 10.2): health, backups and monitoring, from cron each morning. It changes nothing, and shows
// before an incident what a rollback needs and would not find.
// The plan names the three checks and nothing of what they look at. Decided: what the runbooks of this folder use.
runbook('smartstore/daily-checks') {                                                // covers S98
    description 'Check the health of both platforms, the backups and the monitoring'
    owner 'platform-oncall'

    notify('tech-team') {
        on failed
        template 'daily-checks-failed.md'
    }

    parallel('Daily checks') {
        budget 6.minutes
        verify('Health: legacy') {
            budget 30.seconds
            http { get "${service('legacy')}/health" }
            expect { status == 200; json.status == 'healthy' }
        }
        verify('Health: new platform') {
            budget 30.seconds
            http { get "${service('new')}/health" }
            expect { status == 200; json.status == 'healthy' }
        }
        verify('Backups: the full backup is recorded') {                            // covers S99
            budget 30.seconds
            sql """
                select count(*) as found
                from msdb.dbo.backupset s join msdb.dbo.backupmediafamily f on f.media_set_id = s.media_set_id
                where s.database_name = ${setting('database')} and s.type = 'D'
                    and f.physical_device_name = ${setting('baseBackup')}
            """, on: 'master', readOnly: true
            expect { row.found > 0 }
        }
        verify('Backups: the full backup can be read') {
            budget 3.minutes
            sql "restore verifyonly from disk = ${literal(setting('baseBackup'))} with checksum", on: 'master'
        }
        verify('Backups: the log backup can be read') {
            budget 1.minute
            sql "restore verifyonly from disk = ${literal(setting('logBackup'))} with checksum", on: 'master'
        }
        // A figure that is missing makes a trigger silent: 5.2 decides on these.
        verify('Monitoring: the figures of the decision table arrive') {            // covers S100
            budget 30.seconds
            http { get "${service('monitoring')}/metrics" }
            expect {
                ok
                json.applicationAvailability >= 0
                json.errorRate >= 0
                json.responseTime >= 0
                json.paymentFailureRate >= 0
                json.syncLag >= 0
            }
        }
        verify('Monitoring: a platform is watched') {
            budget 30.seconds
            http { get "${service('monitoring')}/environments" }
            expect { ok; json.blue_legacy == true || json.green_new == true }
        }
    }
}
