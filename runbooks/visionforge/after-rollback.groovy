// What VisionForge's plan watches in the first hour after a rollback. Its commands never end (tail -f, top); each is a check that holds here.
runbook('visionforge/after-rollback') {                                                 // covers V19
    description 'Watch log, process and database after a rollback'
    owner 'devops'

    param 'reason', 'which rollback, for the record', example: 'after the rollback of this morning'

    def checkout = setting('checkout')

    parallel('Monitoring') {                                                            // covers V31
        verify('The process runs') {
            budget 2.minutes
            every 10.seconds
            holds 30.seconds
            ssh "cd ${checkout} && ps -o pid=,pcpu=,pmem=,etime= -p \"\$(cat visionforge.pid)\"", on: 'app1'
        }
        verify('No new error in the log') {
            budget 2.minutes
            every 10.seconds
            holds 30.seconds
            ssh "cd ${checkout} && ! tail -n 20 logs/application.log | grep -E ' 50[0-9] |Error:'", on: 'app1'
        }
        verify('Database connections are within bounds') {
            budget 2.minutes
            every 10.seconds
            holds 30.seconds
            sql """
                select count(*) * 100 / current_setting('max_connections')::int as used_percent
                from pg_stat_activity where datname = current_database()
            """, on: 'visionforge'
            expect { row.used_percent < 80 }
        }
        verify('Disk space is enough') {
            budget 1.minute
            ssh "df -P ${checkout} | awk 'NR == 2 { sub(/%/, \"\", \$5); print \$5 }'", on: 'app1'
            expect { ok; stdout.toInteger() < 95 }
        }
    }
}
