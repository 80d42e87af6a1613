// Level 4 of the Supabase migration's plan: what is damaged is restored from the newest valid backup, and the services come
// back one by one. 60 minutes, at most 15 minutes of data lost. The plan's automation is "manual with guided procedures".
runbook('supabase-migration/disaster-recovery') {                                   // covers B18
    description 'Restore Supabase from the newest valid backup and bring the services back one by one'
    owner 'devops-oncall'
    rto 60.minutes                                                                  // covers B62
    rpo 15.minutes                                                                  // covers B67
    lock 'supabase-migration-traffic'

    param 'reason', 'why, for the record', example: 'the full system rollback failed'
    param 'backup', 'the backup to restore; left out: the newest valid one', matching: ~/[\w.-]+/, optional: true

    notify('oncall-engineer', 'engineering-lead', 'executives') {
        on started, succeeded, failed, aborted, atRisk, breached
        within 30.seconds
        template 'disaster-recovery.md'
    }
    notify('executives') {
        every 15.minutes
        template 'disaster-recovery.md'
    }
    stakeholders 'supabase-migration/stakeholders'
    notify('engineering-lead') {
        on waiting
        within 30.seconds
        text "${run.question}\nAnswer: runbook attach ${run.id}"
    }
    stakeholders 'supabase-migration/service-restored'

    // The plan gives no boxes; these are ours. The recovery does not wait for people who do not answer.
    manual('Take charge of the recovery') {                                         // covers B25
        by 'engineering-lead', 'operations-lead'
        budget 2.minutes
        instruct "Level 4, because ${params.reason}. What is damaged is restored from the newest valid backup: up to 15 minutes of data are lost."
        checklist '''
            Name the one who leads the recovery, and open a call
            Stop all deployments and jobs that write
        '''
        onFailure { carryOn() }
    }

    // Step 1: assess. What does not answer now is for the record: whether its data is whole is asked again when it is up.
    parallel('Assess the damage') {                                                 // covers B19
        budget 5.minutes
        for (component in ['database', 'auth', 'storage', 'functions']) {
            verify("$component is up and whole") {
                budget 30.seconds
                http { get "${service('supabase')}/admin/components/$component"; bearer secret('SERVICE_KEY') }
                expect { ok; json.up == true; json.corrupted == false }
                onFailure { carryOn() }
            }
        }
    }

    // From here on nothing is written that a restore could lose. The target may be what has failed; the balancer decides.
    step('Close all services on Supabase') {
        budget 20.seconds
        idempotent()
        stopsWrites()
        http { post "${service('supabase')}/admin/services/close"; bearer secret('SERVICE_KEY') }
    }
    step('Pause writes on the target') {
        budget 10.seconds
        idempotent()
        http { put "${service('target')}/admin/writes"; bearer secret('SERVICE_KEY'); json enabled: false }
        onFailure { carryOn() }
    }
    step('Pause the migration') {
        budget 1.minute
        follow 'supabase-migration/pause-migration'
        onFailure { carryOn() }
    }

    // Step 2: activate backup systems.
    step('Activate the standby systems') {                                          // covers B20
        budget 4.minutes
        idempotent()
        http { post "${service('backups')}/standby/activate"; bearer secret('SERVICE_KEY') }
        verify('The database answers') {
            every 2.seconds
            sql 'select 1 as one', on: 'supabase', readOnly: true
            expect { row.one == 1 }
        }
    }

    // Step 3: restore from backups if any component is corrupted; then all three go back to the same backup, as in the plan.
    parallel('Find what is corrupted') {
        budget 2.minutes
        def database = verify('Rows') {
            budget 30.seconds
            http { get "${service('supabase')}/admin/components/database"; bearer secret('SERVICE_KEY') }
        }
        def auth = verify('Users') {
            budget 30.seconds
            http { get "${service('supabase')}/admin/components/auth"; bearer secret('SERVICE_KEY') }
        }
        def storage = verify('Files') {
            budget 30.seconds
            http { get "${service('supabase')}/admin/components/storage"; bearer secret('SERVICE_KEY') }
        }
    }
    phase('Restore from the backup') {                                              // covers B22
        budget 25.minutes
        onlyIf { database.json.corrupted == true || auth.json.corrupted == true || storage.json.corrupted == true }
        def backup = verify('The backup to restore is valid') {                     // covers B21
            budget 1.minute
            http { get "${service('backups')}/points/${params.backup ?: 'latest'}"; bearer secret('SERVICE_KEY') }
            expect { ok; json.valid == true }
        }
        for (component in ['database', 'auth', 'storage']) {
            step("Restore the $component") {
                budget 7.minutes
                idempotent()
                http {
                    post "${service('backups')}/points/${backup.json.id}/restore/$component"
                    bearer secret('SERVICE_KEY')
                }
            }
        }
        for (component in ['database', 'auth', 'storage']) {
            verify("The restored $component is whole") {
                budget 1.minute
                http { get "${service('supabase')}/admin/components/$component"; bearer secret('SERVICE_KEY') }
                expect { ok; json.up == true; json.corrupted == false }
            }
        }
    }
    // Supabase writes the time into this row every second while it is open: what was restored says how far it goes.
    recoveryPoint {                                                                 // covers B24
        budget 20.seconds
        sql 'select at from heartbeat', on: 'supabase', readOnly: true
    }

    // Step 4: rebuild system connections.
    phase('Connect everything again') {
        budget 4.minutes
        for (name in ['ai-query', 'document-export', 'notify-owner', 'usage-report', 'invoice']) {
            step("Enable function $name") {
                budget 15.seconds
                idempotent()
                http { post "${service('supabase')}/admin/functions/$name/enable"; bearer secret('SERVICE_KEY') }
            }
        }
        step('Configure the application and its frontend for Supabase') {
            budget 30.seconds
            idempotent()
            http {
                put "${service('migration')}/configuration"
                bearer secret('MIGRATION_TOKEN')
                json backend: 'supabase', signIn: 'supabase'
            }
            // The migration's own controller may be gone; the application on Supabase does not need it.
            onFailure { carryOn() }
        }
        step('Send all traffic to Supabase') {
            budget 10.seconds
            idempotent()
            http { post "${service('loadbalancer')}/failover"; bearer secret('LB_TOKEN'); json to: 'supabase' }
        }
        for (name in ['api.aiqueryhub.com', 'auth.aiqueryhub.com']) {
            step("Point $name at Supabase") {
                budget 10.seconds
                idempotent()
                http {
                    put "${service('dns')}/records/$name"
                    bearer secret('DNS_TOKEN')
                    json type: 'CNAME', value: setting('supabaseName'), ttl: 60
                }
                onFailure { carryOn() }
            }
        }
    }

    // Step 5: validate system integrity.
    parallel('The system is whole') {                                               // covers B61
        budget 2.minutes
        for (component in ['database', 'auth', 'storage', 'functions']) {
            verify("$component is whole again") {
                every 2.seconds
                http { get "${service('supabase')}/admin/components/$component"; bearer secret('SERVICE_KEY') }
                expect { ok; json.up == true; json.corrupted == false }
            }
        }
    }

    // Step 6: gradual service restoration, in the plan's order of criticality, each stable for 30 seconds.
    phase('Bring the services back') {                                              // covers B23
        budget 12.minutes
        for (unit in ['authentication', 'database_read', 'core_api', 'ai_services', 'storage_services', 'advanced_features']) {
            step("Bring $unit back") {
                budget 2.minutes
                follow 'supabase-migration/bring-back', unit: unit
            }
        }
    }
    step('A user can do what matters') {
        budget 30.seconds
        follow 'supabase-migration/user-journey'
    }
    // 95 percent in the plan; recorded, as in Levels 2 and 3.
    verify('Availability of the last minute was 95 percent') {                      // covers B31
        budget 10.seconds
        prometheus '1 - sum(rate(http_requests_total{status=~"5.."}[1m])) / sum(rate(http_requests_total[1m]))', on: 'monitoring'
        expect { value >= 0.95 }
        onFailure { carryOn() }
    }

    onFailure {
        notify('engineering-lead', 'oncall-engineer', 'executives') {
            text "Disaster recovery failed after ${run.elapsed} (${params.reason}): manual intervention is required: runbook run supabase-migration/manual-intervention"
        }
    }
}
