// The Supabase migration: what the public reads when a level of the rollback starts, or fails.
stakeholders('supabase-migration/stakeholders') {
    notify('status-page') {                                                         // covers B76
        on started
        within 60.seconds
        template 'status-page.md'
    }
    notify('status-page') {
        on failed, aborted
        within 60.seconds
        template 'status-page-failed.md'
    }
}
