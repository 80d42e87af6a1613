// Social Download Manager's database reversal (plan, 4.3): the schema of version 2.0 becomes that of 1.2.1 again, and no row is lost.
// The plan's SQL is PostgreSQL's, the database is SQLite 3.35 or later (appendix B): CASCADE, IF EXISTS at a column and ::text do not
// exist there. It also drops v2_theme_config before it reads it. The statements are the plan's, in an order that works.
runbook('social-download-manager/database-rollback') {                                  // covers D10, D16
    description 'Convert the database of the macOS and Linux machines back to the schema of version 1.2.1'
    owner 'technical-operations'
    // Plan 2.2, database migration reversal.
    rto 90.minutes, limit: 120.minutes
    rpo 5.minutes
    lock 'social-download-manager-unix'

    param 'reason', 'why we roll back, for the record', example: 'the new schema loses preferences'

    def config = setting('unixConfig')
    def backups = setting('emergencyBackups')

    notify('technical-chat', 'technical-mail') {
        on failed, aborted
        text "URGENT - Social Download Manager database rollback did not succeed (${params.reason})"
    }

    verify('The schema is that of 2.0.0, or 1.2.1 already') {
        budget 1.minute
        ssh "sqlite3 -cmd '.timeout 5000' \"\$HOME/${config}/sdm.db\" 'select max(version) from schema_migrations'", on: 'unix', atOnce: 10
        expect { hosts.every { it.ok && it.stdout in ['2.0.0', '1.2.1'] } }
    }
    // Version 2.0 cannot use the schema of 1.2.1, and would write while it changes. unix-rollback has stopped it already.
    step('Stop the application') {
        budget 2.minutes
        idempotent()
        stopsWrites()
        ssh '''
            case $(uname) in
                Darwin) sudo -n launchctl stop social-download-manager ;;
                *) sudo -n systemctl stop social-download-manager ;;
            esac
        ''', on: 'unix', atOnce: 10
    }
    // Plan 5.1, phase 3: a backup of the database first. SQLite's own copy, which is whole even if somebody writes.
    step('Back up the database') {
        budget 4.minutes
        idempotent()
        ssh """
            umask 077
            mkdir -p ${backups}/emergency_backup_${run.id}
            rm -f ${backups}/emergency_backup_${run.id}/before-rollback.db
            sqlite3 -cmd '.timeout 5000' "\$HOME/${config}/sdm.db" ".backup ${backups}/emergency_backup_${run.id}/before-rollback.db"
        """, on: 'unix', atOnce: 10
        verify('It is whole') {
            ssh "sqlite3 -cmd '.timeout 5000' ${backups}/emergency_backup_${run.id}/before-rollback.db 'pragma integrity_check'", on: 'unix', atOnce: 10
            expect { hosts.every { it.ok && it.stdout == 'ok' } }
        }
    }

    phase('Convert the schema') {
        budget 7.minutes
        // Sent again after an interruption it does nothing where the schema is 1.2.1 already. One transaction; it is checked
        // before it is committed (plan, step 6): the CHECK constraint of the temporary table fails and -bail ends the shell,
        // and SQLite rolls back what was not committed.
        step('Roll back the migration in one transaction') {
            budget 5.minutes
            idempotent()
            ssh """
                cd "\$HOME/${config}"
                test "\$(sqlite3 -cmd '.timeout 5000' sdm.db 'select max(version) from schema_migrations')" = 2.0.0 || exit 0
                sqlite3 -cmd '.timeout 5000' -bail sdm.db <<'SQL'
                pragma foreign_keys = on;
                begin immediate;
                create temp table must_be_zero(n integer check (n = 0));
                create temp table before as
                    select (select count(*) from download_history) as downloads, (select count(*) from user_preferences) as preferences;
                alter table user_preferences add column v1_ui_preferences text;
                update user_preferences set v1_ui_preferences = coalesce(v2_theme_config, '{}') where v2_theme_config is not null;
                insert into must_be_zero
                    select count(*) from user_preferences where v2_theme_config is not null and v1_ui_preferences is null;
                alter table user_preferences drop column v2_theme_config;
                alter table user_preferences drop column v2_component_layout;
                alter table download_history add column legacy_ui_state text;
                alter table download_history drop column v2_component_id;
                alter table download_history drop column v2_state_snapshot;
                drop table if exists v2_component_states;
                drop table if exists v2_ui_components;
                drop table if exists v2_theme_configurations;
                drop table if exists v2_performance_metrics;
                update schema_migrations set version = '1.2.1' where version = '2.0.0';
                insert into must_be_zero select downloads - (select count(*) from download_history) from before;
                insert into must_be_zero select preferences - (select count(*) from user_preferences) from before;
                insert into must_be_zero select count(*) from pragma_foreign_key_check;
                commit;
                SQL
            """, on: 'unix', atOnce: 10
        }
        parallel('Verify the conversion') {
            budget 2.minutes
            verify('The schema is that of 1.2.1') {
                budget 1.minute
                ssh "sqlite3 -cmd '.timeout 5000' \"\$HOME/${config}/sdm.db\" 'select max(version) from schema_migrations'", on: 'unix', atOnce: 10
                expect { hosts.every { it.ok && it.stdout == '1.2.1' } }
            }
            verify('No table or column of 2.0 is left') {
                budget 1.minute
                ssh "sqlite3 -cmd '.timeout 5000' \"\$HOME/${config}/sdm.db\" \"select count(*) from sqlite_master where name like 'v2!_%' escape '!' or sql like '% v2!_%' escape '!'\"", on: 'unix', atOnce: 10
                expect { hosts.every { it.ok && it.stdout == '0' } }
            }
            // Every row of the backup is in the converted tables, with the same values in all columns that both versions have.
            verify('No row of history or preferences is lost or changed') {             // covers D81, D87
                budget 1.minute
                ssh """
                    before=\$(cd ${backups} && pwd)/emergency_backup_${run.id}/before-rollback.db
                    sqlite3 -cmd '.timeout 5000' "\$before" "attach '\$HOME/${config}/sdm.db' as now;
                        select (select count(*) from (select id, url, platform, status, finished_at from main.download_history
                                except select id, url, platform, status, finished_at from now.download_history))
                             + (select count(*) from (select id, name, value from main.user_preferences
                                except select id, name, value from now.user_preferences))"
                """, on: 'unix', atOnce: 10
                expect { hosts.every { it.ok && it.stdout == '0' } }
            }
        }
        onFailure {
            step('Put the database back as it was') {
                budget 2.minutes
                idempotent()
                ssh "cp -p ${backups}/emergency_backup_${run.id}/before-rollback.db \"\$HOME/${config}/sdm.db\"", on: 'unix', atOnce: 10
            }
            stop()
        }
    }

    // If the newest entry of the transaction log is in the database, nothing is missing up to now; else up to the newest download.
    def points = verify('Up to when each machine has its downloads') {
        budget 1.minute
        ssh """
            cd "\$HOME/${config}"
            last=\$(tail -n 1 history.log | sed 's/.*values (\\([0-9]*\\),.*/\\1/')
            sqlite3 -cmd '.timeout 5000' sdm.db "select case when exists (select 1 from download_history where id = \$last)
                then strftime('%Y-%m-%dT%H:%M:%SZ') else (select max(finished_at) from download_history) end"
        """, on: 'unix', atOnce: 10
    }
    recoveryPoint {
        budget 10.seconds
        shell "echo ${json(points.hosts*.stdout)} | tr -d '[]\"' | tr ',' '\\n' | sort | head -n 1"
    }
}
