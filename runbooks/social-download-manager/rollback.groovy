// Social Download Manager's rollback by its type: the objectives are those of the plan's table (2.2), the target and the maximum.
// Plan 3.3 has other ranges for four degrees of complexity; a type is what can be chosen before anybody knows how hard it is.
runbook('social-download-manager/rollback') {                                           // covers D1, D59
    description 'Roll Social Download Manager back, all of it or a part'
    owner 'technical-operations'

    param 'reason', 'why we roll back, for the record', example: 'downloads fail'
    param 'type', 'what is rolled back',
            oneOf: ['Configuration', 'Application', 'Database', 'Complete system', 'Emergency'], default: 'Application'
    param 'usersAffected', 'how many users are affected, for the messages', optional: true
    param 'systemsAffected', 'which systems are affected, for the messages', optional: true
    param 'nextSteps', 'what is done next, for the messages', optional: true

    if (params.type == 'Configuration') {
        rto 15.minutes, limit: 20.minutes                                               // covers D8
        step('Roll the configuration back') { follow 'social-download-manager/configuration-rollback' }
    }
    if (params.type == 'Application') {
        rto 45.minutes, limit: 60.minutes                                               // covers D9
        parallel('All machines') {
            budget 44.minutes
            step('Roll macOS and Linux back') { follow 'social-download-manager/unix-rollback' }
            // The messages of both are the same: one of them sends them.
            step('Roll Windows back') { follow 'social-download-manager/windows-rollback', announce: false }
        }
    }
    if (params.type == 'Database') {
        rto 90.minutes, limit: 120.minutes                                              // covers D10
        step('Convert the database back') { follow 'social-download-manager/database-rollback' }
    }
    if (params.type == 'Complete system') {
        rto 180.minutes, limit: 240.minutes                                             // covers D11
        step('Rebuild the system') { follow 'social-download-manager/system-corruption' }
    }
    if (params.type == 'Emergency') {
        rto 240.minutes, limit: 360.minutes                                             // covers D12
        step('Recover the data') { follow 'social-download-manager/data-loss' }
    }
}
