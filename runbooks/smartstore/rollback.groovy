// SmartStore's master script (plan 5.1): one of four levels of rollback.
// A security incident (2.2) has no measurement in the plan: a person or the SIEM starts this runbook with its reason.
runbook('smartstore/rollback') {                                                    // covers S6, S43, S44, S45, S46, S47
    description 'Roll SmartStore back: Emergency, Database, Full or Complete'
    owner 'platform-oncall'

    param 'reason', 'why we roll back, for the record', example: 'checkout fails'
    param 'level', 'how far to roll back', oneOf: ['Emergency', 'Database', 'Full', 'Complete'] // covers S13
    param 'to', 'the moment the database goes back to; not used by Emergency', type: Instant, default: 4.minutes.ago

    if (params.level == 'Emergency') { rto 15.minutes }
    if (params.level == 'Database') { rto 45.minutes }
    // Full is emergency and database rollback here and the whole system in 3.3. Decided: this script's meaning, 15 + 45 minutes;
    // the whole system is Complete, which the script does not implement.
    if (params.level == 'Full') { rto 60.minutes }
    if (params.level == 'Complete') { rto 2.hours }

    if (params.level == 'Emergency' || params.level == 'Full') {
        step('Send traffic to legacy') {
            budget 15.minutes
            follow 'smartstore/emergency-rollback'
        }
    }
    if (params.level == 'Database' || params.level == 'Full') {
        step('Restore the database') {
            budget 45.minutes
            follow 'smartstore/database-rollback'
        }
    }
    if (params.level == 'Complete') {
        step('Recover the whole system') {
            budget 2.hours
            follow 'smartstore/full-recovery'
        }
    }
}
