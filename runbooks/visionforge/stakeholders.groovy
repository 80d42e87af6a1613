// VisionForge: who hears of a rollback, and when (plan: communication templates and escalation).
stakeholders('visionforge/stakeholders') {
    param 'reason', 'why we roll back'

    notify('users') {                                                                   // covers V34
        every 15.minutes
        template 'in-progress.md'
    }
    notify('users') {                                                                   // covers V33
        on succeeded
        template 'completed.md'
    }
    // Escalation inside: the plan names three levels and no times. Decided: at the start, after 15 and after 30 minutes.
    notify('team-lead') {                                                               // covers V36
        on started, succeeded, failed, aborted, atRisk, breached
        template 'escalation.md'
    }
    notify('technical-director') {
        after 15.minutes
        template 'escalation.md'
    }
    notify('cto') {
        after 30.minutes
        template 'escalation.md'
    }
    // Outside parties: the plan names them and no moment. Decided: when the rollback has failed.
    notify('outside-parties') {                                                         // covers V37
        on failed
        template 'outside-parties.md'
    }
}
