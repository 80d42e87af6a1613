// ERPGo's transaction rollback: ends one database session that neither commits nor disconnects; its changes are rolled back.
// covers E30
runbook('erpgo/transaction-rollback') {
    description 'End a database session and take its open transaction back'
    owner 'dba-oncall'
    rto 15.minutes
    rpo 5.minutes
    lock 'erpgo-database'

    param 'session', 'the process id of the session, as pg_stat_activity shows it', type: Integer, example: 4711
    param 'reason', 'why it is ended, for the record', example: 'orders wait for its locks'

    // For the record, and so that no other session is ended: a number whose session has no open transaction is refused.
    verify('The session has an open transaction') {
        budget 20.seconds
        sql """
            select usename, application_name, state, xact_start, query
            from pg_stat_activity where pid = ${params.session}
        """, on: 'erp'
        expect { rows.size() == 1; row.xact_start != null }
    }

    step('End the session') {
        budget 30.seconds
        idempotent()
        sql "select pg_terminate_backend(${params.session}) as signalled", on: 'erp'
        verify('The session is gone') {
            every 1.second
            sql "select count(*) as sessions from pg_stat_activity where pid = ${params.session}", on: 'erp'
            expect { row.sessions == 0 }
        }
    }

    verify('Nobody waits for a lock any more') {
        budget 1.minute
        every 2.seconds
        sql "select count(*) as waiting from pg_stat_activity where wait_event_type = 'Lock'", on: 'erp'
        expect { row.waiting == 0 }
    }
    verify('No row is damaged') {
        budget 30.seconds
        sql 'select table_name, id, violation from integrity_violations limit 20', on: 'erp'
        expect { rows.size() == 0 }
    }

    // Only what was never committed is rolled back.
    recoveryPoint {
        budget 10.seconds
        sql 'select clock_timestamp()', on: 'erp'
    }
}
