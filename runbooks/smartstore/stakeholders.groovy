// SmartStore: which leaders hear of a disruption, and within what time (plan 6.1).
stakeholders('smartstore/stakeholders') {
    notify('business-leaders') {                                                    // covers S55, S64
        on started, failed, aborted
        within 15.minutes
        template 'business-impact.md'
    }
    notify('executives') {                                                          // covers S56
        on started, failed, aborted, breached
        within 30.minutes
        template 'business-impact.md'
    }
    notify('business-leaders', 'executives') {
        on succeeded
        within 15.minutes
        template 'business-restored.md'
    }
}
