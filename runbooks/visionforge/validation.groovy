// VisionForge's three validation lists of the plan. A box is a verify; a box that only a person can judge is not here.
runbook('visionforge/validation') {
    description 'Validate database, application and data after a rollback'
    owner 'devops'
    rto 15.minutes

    param 'reason', 'why, for the record', example: 'after a rollback'

    def checkout = setting('checkout')

    phase('Database') {                                                                 // covers V16
        budget 4.minutes
        verify('Database connection successful') {
            budget 30.seconds
            sql 'select 1 as answers', on: 'visionforge'
            expect { row.answers == 1 }
        }
        parallel('Database checks') {
            verify('All tables present and accessible') {
                budget 1.minute
                sql """
                    select count(*) as tables from information_schema.tables
                    where table_schema = 'public' and has_table_privilege(format('public.%I', table_name), 'select')
                      and table_name in ('users', 'projects', 'transactions', 'settings', 'uploads', 'audit_log')
                """, on: 'visionforge'
                expect { row.tables == 6 }
            }
            verify('Data integrity checks pass') {
                budget 2.minutes
                ssh "cd ${checkout} && node src/migration/data-validator.js", on: 'app1'
            }
            verify('Foreign key constraints valid') {
                budget 1.minute
                sql """
                    select count(*) as keys, count(*) filter (where not convalidated) as invalid
                    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace
                """, on: 'visionforge'
                expect { row.keys > 0; row.invalid == 0 }
            }
            verify('Indexes functioning correctly') {
                budget 1.minute
                sql """
                    select count(*) as indexes, count(*) filter (where not indisvalid or not indisready) as broken
                    from pg_index i join pg_class c on c.oid = i.indexrelid
                    where c.relnamespace = 'public'::regnamespace
                """, on: 'visionforge'
                expect { row.indexes > 0; row.broken == 0 }
            }
            verify('Stored procedures operational') {
                budget 1.minute
                sql 'select account_balance(1) as balance', on: 'visionforge'
                expect { row.balance != null }
            }
        }
    }

    phase('Application') {                                                              // covers V17
        budget 5.minutes
        verify('Application starts without errors') {
            budget 30.seconds
            // Of the log, what was written since the last start.
            ssh """
                cd ${checkout}
                case \$(ps -o stat= -p "\$(cat visionforge.pid)") in ''|Z*) exit 1 ;; esac
                ! tac logs/application.log | sed '/ listens on /q' | grep -E 'Error:|Cannot find module'
            """, on: 'app1'
        }
        parallel('Endpoints') {
            for (endpoint in ['projects', 'transactions', 'settings', 'integrations']) {
                verify("Endpoint $endpoint responds") {
                    budget 1.minute
                    http { get "${service('app')}/api/$endpoint" }
                    expect { status == 200 }
                }
            }
            verify('External integrations active') {
                budget 1.minute
                http { get "${service('app')}/api/integrations" }
                expect { status == 200; json.renderer == 'active' }
            }
            // The plan's "acceptable range" is decided to be the 50 % at which it evaluates a rollback: a healthy response takes 600 ms.
            verify('Performance within acceptable range') {
                budget 1.minute
                every 2.seconds
                http { get "${service('app')}/health" }
                expect { status == 200; elapsed < 900.milliseconds }
            }
        }
        def session = verify('Authentication working') {
            budget 30.seconds
            http { post "${service('app')}/api/login"; json email: setting('probeUser'), password: secret('PROBE_PASSWORD') }
            expect { status == 200; json.token != null }
        }
        step('Core features functional') {
            budget 30.seconds
            // A project of the user that exists for such tests.
            http { post "${service('app')}/api/projects"; bearer session.json.token; json name: 'Validation' }
            expect { status == 201 }
        }
    }

    phase('Data') {                                                                     // covers V18
        budget 4.minutes
        parallel('Data checks') {
            verify('User data accessible') {
                budget 1.minute
                sql 'select count(*) as users, count(*) filter (where email is null) as without from users', on: 'visionforge'
                expect { row.users > 0; row.without == 0 }
            }
            verify('Transaction history intact') {
                budget 1.minute
                sql """
                    select count(*) as wrong from users u
                    where u.credits <> (select coalesce(sum(t.amount), 0) from transactions t where t.user_id = u.id)
                """, on: 'visionforge'
                expect { row.wrong == 0 }
            }
            verify('Configuration settings preserved') {
                budget 1.minute
                sql "select count(*) as present from settings where key in ('locale', 'retention', 'render.quality')", on: 'visionforge'
                expect { row.present == 3 }
            }
            verify('File uploads accessible') {
                budget 1.minute
                http { get "${service('app')}/uploads/1.txt" }
                expect { status == 200 }
            }
            verify('Audit logs complete') {
                budget 1.minute
                sql """
                    select count(*) as missing from transactions t where not exists
                        (select from audit_log a where a.entity = 'transaction' and a.entity_id = t.id)
                """, on: 'visionforge'
                expect { row.missing == 0 }
            }
            // The plan does not say what the metadata are: decided are the last lines of a backup, which must fit its content.
            verify('Backup metadata accurate') {
                budget 2.minutes
                ssh "cd ${checkout} && node src/migration/backup.js list", on: 'app1'
                expect { ok; lines.any { it.contains('full ') && it.endsWith(' whole') && !it.endsWith('not whole') } }
            }
        }
    }
}
