// The Supabase migration: what the public reads when the service is back. Used by the levels 1 and 4, which end with it:
// level 2 and 3 follow level 1.
stakeholders('supabase-migration/service-restored') {
    notify('status-page') {
        on succeeded
        within 60.seconds
        template 'status-page-restored.md'
    }
    notify('customers') {                                                           // covers B75
        on succeeded
        within 5.minutes
        template 'customers.md'
    }
}
