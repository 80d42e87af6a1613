// Level 3 of the Supabase migration's plan: the migration is undone part by part, then checked in seven ways.
// 15 minutes, no loss. The plan's automation is "semi-automated with manual oversight". Its first objectives, no loss in any scenario
// and service within 15 minutes, contradict its Level 4: they hold for Levels 1 to 3.
runbook('supabase-migration/full-system-rollback') {                                // covers B11
    description 'Return to the state before the migration: data, functions, sign-in, storage, configuration, traffic'
    owner 'devops-oncall'
    // On failure the plan starts Level 4, whose 60 minutes come on top.
    rto 15.minutes, limit: 75.minutes                                               // covers B62
    rpo 0.seconds                                                                   // covers B66, B86
    lock 'supabase-migration-traffic'

    param 'reason', 'why, for the record', example: 'the target has lost its storage'

    notify('oncall-engineer', 'engineering-lead', 'executives') {
        on started, succeeded, failed, fellBack, aborted, atRisk, breached
        within 30.seconds
        template 'full-system-rollback.md'
    }
    // Level 1, which this runbook follows, says that the service is back.
    stakeholders 'supabase-migration/stakeholders'
    notify('engineering-lead') {
        on waiting
        within 30.seconds
        text "${run.question}\nAnswer: runbook attach ${run.id}"
    }

    // The oversight: engineering and operations agree, and one of them follows the run with 'runbook attach'. The decision is not
    // part of the 15 minutes. Without an answer nothing is changed.
    approve('Return to the state before the migration') {                           // covers B27
        by 'engineering-lead', 'operations-lead'
        show "Level 3, because ${params.reason}: data, functions, sign-in, storage, configuration and traffic return to Supabase"
        budget 10.minutes
    }
    startClock()

    // Step 1: coordinated system pause.
    step('Pause the migration') {
        budget 1.minute
        follow 'supabase-migration/pause-migration'
    }
    // Step 2: complete data synchronization.
    step('Carry the data back') {
        budget 200.seconds
        follow 'supabase-migration/carry-back'
    }

    // Step 3: edge functions.
    def functions = verify('Which functions were migrated') {
        budget 5.seconds
        sql "select name from migrated_functions where state = 'target' order by name", on: 'migration', readOnly: true
    }
    forEach('Take each function back', in: { functions.rows*.name }) { name ->      // covers B12
        budget 90.seconds
        atOnce 4
        step('Disable it on the target') {
            idempotent()
            http { post "${service('target')}/admin/functions/${name}/disable"; bearer secret('SERVICE_KEY') }
        }
        step('Enable it on Supabase') {
            idempotent()
            http { post "${service('supabase')}/admin/functions/${name}/enable"; bearer secret('SERVICE_KEY') }
        }
        step('Route it to Supabase') {
            idempotent()
            http { put "${service('loadbalancer')}/rules/functions/${name}"; bearer secret('LB_TOKEN'); json to: 'supabase' }
        }
        verify('It answers') {
            every 1.second
            http { get "${service('api')}/functions/v1/${name}/health" }
            expect { status == 200 }
        }
    }

    // Step 4: authentication, in the plan's four steps.
    phase('Sign-in') {                                                              // covers B13
        budget 100.seconds
        step('Route sign-in to Supabase') {
            budget 10.seconds
            idempotent()
            http {
                put "${service('loadbalancer')}/rules/auth"
                bearer secret('LB_TOKEN')
                json supabase: [weight: 100], target: [weight: 0]
            }
        }
        // Documents refer to users, so step 2 has carried the users too; this carries who signed up meanwhile.
        step('Carry new users back') {
            budget 40.seconds
            copyRows 'auth.users', from: 'target', to: 'supabase', key: 'id', changed: 'updated_at', since: 1.hour.ago
            expect { checksum.missing == 0; checksum.different == 0 }
        }
        verify('Sessions are valid') {
            budget 30.seconds
            sql """
                select count(*) as broken from auth.sessions s left join auth.users u on u.id = s.user_id
                where s.expires_at > now() and s.deleted_at is null and (u.id is null or u.deleted_at is not null)
            """, on: 'supabase', readOnly: true
            expect { row.broken == 0 }
        }
        step('Point the frontend at Supabase') {
            budget 10.seconds
            idempotent()
            http { put "${service('migration')}/configuration"; bearer secret('MIGRATION_TOKEN'); json signIn: 'supabase' }
            expect { ok; json.signIn == 'supabase' }
        }
    }

    // Step 5: storage. The plan only names it: files are carried, routed, compared.
    phase('Storage') {                                                              // covers B14
        budget 90.seconds
        step('Carry new files back') {
            budget 60.seconds
            idempotent()
            http { post "${service('migration')}/storage/carry-back"; bearer secret('MIGRATION_TOKEN') }
        }
        step('Route storage to Supabase') {
            budget 10.seconds
            idempotent()
            http {
                put "${service('loadbalancer')}/rules/storage"
                bearer secret('LB_TOKEN')
                json supabase: [weight: 100], target: [weight: 0]
            }
        }
        verify('No file is missing') {
            budget 15.seconds
            http { get "${service('migration')}/storage/differences"; bearer secret('MIGRATION_TOKEN') }
            expect { ok; json.missing.size() == 0 }
        }
    }

    // Step 6: all configuration. The plan only names it.
    step('Configure the application for Supabase') {                                // covers B15
        budget 30.seconds
        idempotent()
        http { put "${service('migration')}/configuration"; bearer secret('MIGRATION_TOKEN'); json backend: 'supabase' }
        expect { ok; json.backend == 'supabase' }
    }
    // Step 7: traffic.
    step('Send traffic back') {
        budget 30.seconds
        follow 'supabase-migration/traffic-rollback'
    }

    // Step 8: the seven validations. The service is restored within 60 seconds after the rollback: the plan's criterion.
    parallel('All is back') {                                                       // covers B16, B61
        budget 60.seconds                                                           // covers B63
        verify('The database answers') {
            every 1.second
            sql 'select 1 as one', on: 'supabase', readOnly: true
            expect { row.one == 1 }
        }
        verify('Sign-in works') {
            every 1.second
            http { get "${service('api')}/auth/v1/health" }
            expect { status == 200 }
        }
        forEach('Each function answers', in: { functions.rows*.name }) { name ->
            atOnce 4
            verify('The function answers') {
                every 1.second
                http { get "${service('api')}/functions/v1/${name}/health" }
                expect { status == 200 }
            }
        }
        verify('Files can be read') {
            every 1.second
            http { get "${service('api')}/storage/v1/object/public/probe.txt" }
            expect { status == 200; body == 'probe' }
        }
        step('A user can do what matters, after everything') {
            follow 'supabase-migration/user-journey'
        }
        verify('Data is whole') {
            sql """
                select table_name, id from business_rule_violations
                union all select table_name, id from broken_references limit 20
            """, on: 'supabase', readOnly: true
            expect { rows.size() == 0 }
        }
        // 2 seconds is the plan's limit of a degradation, and the time it measures is the 95th percentile of a minute.
        verify('Responses are fast enough') {
            every 5.seconds
            prometheus """
                histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{backend="supabase"}[1m])))
            """, on: 'monitoring'
            expect { value < 2 }
        }
    }
    // 99.5 percent in the plan; recorded, as in Level 2.
    verify('Availability of the last minute was 99.5 percent') {                    // covers B30, B65
        budget 10.seconds
        prometheus '1 - sum(rate(http_requests_total{status=~"5.."}[1m])) / sum(rate(http_requests_total[1m]))', on: 'monitoring'
        expect { value >= 0.995 }
        onFailure { carryOn() }
    }

    onFailure {
        notify('executives', 'engineering-lead') {
            text "The full system rollback failed after ${run.elapsed} (${params.reason}). Supabase is recovered from backups now: up to 60 minutes."
        }
        fallBackTo 'supabase-migration/disaster-recovery', reason: "the full system rollback failed: ${params.reason}" // covers B17
    }
}
