// One service of the application comes back and stays up. Disaster recovery brings six of them back, one after the other.
runbook('supabase-migration/bring-back') {
    description 'Enable a service on Supabase and see that it stays up'
    owner 'devops-oncall'
    rto 2.minutes

    param 'unit', 'the service', matching: ~/[a-z_]+/, example: 'core_api'

    step('Enable it') {
        budget 20.seconds
        idempotent()
        http { post "${service('supabase')}/admin/services/${params.unit}/enable"; bearer secret('SERVICE_KEY') }
    }
    verify('It stays up') {
        budget 90.seconds
        every 2.seconds
        holds 30.seconds
        http { get "${service('supabase')}/admin/services/${params.unit}/health"; bearer secret('SERVICE_KEY') }
        expect { status == 200; json.status == 'healthy' }
    }
}
