// SmartStore's decision to begin the migration (plan 11.5): it proceeds only if all seven boxes are ticked. Two of them are answers of
// the executives and of the legal department, which the last step asks.
runbook('smartstore/go-no-go') {
    description 'Decide whether the migration may begin'
    owner 'platform-oncall'

    param 'migration', 'which migration, for the record', example: 'SmartStore.NET, wave 1'

    notify('tech-team', 'executives', 'legal') {
        on waiting
        text "${run.question}\nAnswer: runbook attach ${run.id}"
    }

    manual('The migration is prepared') {                                           // covers S112
        by 'technical-lead'
        budget 24.hours
        checklist '''
            $600K rollback investment approved and allocated
            Blue-green infrastructure deployed and tested
            Technical team trained on all rollback procedures
            Automated monitoring and alerting systems operational
            Monthly disaster recovery testing schedule established
        '''
    }
    approve('The migration begins') {                                               // covers S112, S113
        by 'executives', 'legal'
        show "${params.migration}: executive approval and commitment; legal and compliance sign-off on the recovery procedures"
        budget 24.hours
    }
    notify('tech-team', 'business-leaders', 'executives') {
        text "Go: ${params.migration} may begin. All seven boxes of the decision framework are ticked."
    }
}
