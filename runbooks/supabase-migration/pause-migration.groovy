// The plan's answer to an investigation trigger: nothing migrates any more until a person has looked.
runbook('supabase-migration/pause-migration') {                                     // covers B58
    description 'Pause all jobs of the migration, so that somebody can look'
    owner 'devops-oncall'
    // The plan gives pausing no time; it is the first of eight steps of Level 3, which has 15 minutes.
    rto 1.minute
    lock 'supabase-migration-traffic'

    param 'reason', 'why the migration is paused, for the record', example: 'p95 above 1.5 seconds for 20 minutes'

    // The plan's alert rule for data names these two teams.
    notify('engineering-team', 'data-team') {
        on started, succeeded, failed
        within 30.seconds
        template 'migration-paused.md'
    }

    step('Pause the migration') {
        budget 45.seconds
        idempotent()
        http { post "${service('migration')}/pause"; bearer secret('MIGRATION_TOKEN'); json reason: params.reason }
        verify('No job is running') {
            every 1.second
            http { get "${service('migration')}/jobs"; bearer secret('MIGRATION_TOKEN') }
            expect { ok; json.running == 0 }
        }
    }
}
