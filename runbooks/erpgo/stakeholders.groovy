// ERPGo: who hears of a production rollback, and when.
stakeholders('erpgo/stakeholders') {
    param 'reason', 'why we roll back'

    // covers E47
    notify('stakeholders') {
        every 15.minutes
        template 'rollback-update.md'
    }
    // covers E48
    notify('everyone', 'stakeholders') {
        on succeeded
        template 'rollback-completed.md'
    }
    notify('everyone', 'stakeholders') {
        on failed, aborted
        template 'rollback-failed.md'
    }
    notify('everyone') {
        on atRisk, breached
        template 'rollback-late.md'
    }
}
