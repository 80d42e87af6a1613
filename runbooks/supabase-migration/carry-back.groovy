// What was written on the target goes back to Supabase, and four checks say that nothing is lost. Levels 2 and 3 follow it.
runbook('supabase-migration/carry-back') {
    description 'Pause writes on the target, carry every table under migration back to Supabase, and compare'
    owner 'devops-oncall'
    rpo 0.seconds
    lock 'supabase-migration-data'

    step('Pause writes on the target') {
        budget 10.seconds
        idempotent()
        stopsWrites()
        http { put "${service('target')}/admin/writes"; bearer secret('SERVICE_KEY'); json enabled: false }
        expect { ok; json.enabled == false }
    }

    // Files before their rows: a row of storage.objects must never be without its file.
    step('Carry new files back') {
        budget 30.seconds
        idempotent()
        http { post "${service('migration')}/storage/carry-back"; bearer secret('MIGRATION_TOKEN') }
    }

    def tables = verify('Which tables are under migration') {
        budget 4.seconds
        sql 'select name from migration_tables where active order by foreign_key_order', on: 'migration', readOnly: true
        expect { rows.size() > 0 }
    }
    forEach('Carry each table back', in: { tables.rows*.name }) { table ->          // covers B6
        budget 90.seconds
        def checkpoint = verify('The checkpoint') {
            budget 5.seconds
            sql "select last_sync from migration_tables where name = ${table}", on: 'migration', readOnly: true
        }
        def carried = step('Carry the rows') {
            copyRows "${table}", from: 'target', to: 'supabase', key: 'id', changed: 'updated_at', since: checkpoint.row.last_sync,
                    softDeleted: 'deleted_at'
            // Rows that only Supabase has are not lost ones: after Level 1, customers write there.
            expect { checksum.missing == 0; checksum.different == 0 }               // covers B64, B68
        }
        step('Note the new checkpoint') {
            budget 5.seconds
            idempotent()
            sql """
                update migration_tables set last_sync = now(), carried_back = ${carried.inserted} + ${carried.updated} + ${carried.deleted}
                where name = ${table}
            """, on: 'migration'
            expect { updateCount == 1 }
        }
    }
    verify('Rows carried back, over all tables') {                                  // covers B9
        budget 1.second
        sql 'select sum(carried_back) as carried_back from migration_tables where active', on: 'migration', readOnly: true
    }

    // The plan names four checks. The checksums of the rows that were carried are compared by the copy itself; the plan says
    // nothing of how the last two are made: they are views of the application's database.
    parallel('Nothing is lost') {                                                   // covers B7
        budget 60.seconds
        // Each row of the target is on Supabase, which may have more: after Level 1, customers write there.
        forEach('Row counts', in: { tables.rows*.name }) { table ->
            atOnce 4
            def there = verify('Rows on the target') {
                sql "select n from row_counts where table_name = ${table}", on: 'target', readOnly: true
                expect { row.n > 0 }
            }
            verify('Rows on Supabase') {
                sql "select n from row_counts where table_name = ${table}", on: 'supabase', readOnly: true
                expect { row.n >= there.row.n }
            }
        }
        verify('References are whole') {
            sql 'select table_name, id from broken_references limit 20', on: 'supabase', readOnly: true
            expect { rows.size() == 0 }
        }
        verify('Business rules hold') {
            sql 'select rule, table_name, id from business_rule_violations limit 20', on: 'supabase', readOnly: true
            expect { rows.size() == 0 }
        }
    }

    // Writes have been paused, and every row that was changed is on Supabase: what Supabase has is complete up to now.
    recoveryPoint {
        budget 5.seconds
        sql 'select clock_timestamp()', on: 'supabase', readOnly: true
    }
}
