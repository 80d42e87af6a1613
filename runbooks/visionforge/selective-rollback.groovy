// VisionForge's selective rollback: one component. Analysis and decision 15, rollback 30, integration testing 15 minutes.
runbook('visionforge/selective-rollback') {                                             // covers V13
    description 'Roll back the schema, the code or the configuration alone'
    owner 'devops'
    rto 60.minutes
    lock 'visionforge'

    param 'reason', 'why, for the record and for users', example: 'responses are slow since the release'
    // The plan leaves the scope to judgement, and names three components. Each has a runbook.
    param 'component', 'what to roll back', oneOf: ['Schema', 'Code', 'Configuration'], default: 'Code'

    def checkout = setting('checkout')

    notify('users') {
        on started
        template 'in-progress.md'
    }
    stakeholders 'visionforge/stakeholders'
    notify('technical-director') {
        on waiting
        text "${run.question}\nAnswer: runbook attach ${run.id}"
    }

    // For the record: the decision which component it is has been taken.
    phase('Issue analysis') {
        budget 5.minutes
        parallel('State of the components') {
            verify('The application is healthy') {
                budget 1.minute
                http { get "${service('app')}/health" }
                expect { status == 200 }
                onFailure { carryOn() }
            }
            step('Differences of the schema') {
                budget 2.minutes
                idempotent()
                ssh "cd ${checkout} && npm run migration:check", on: 'app1'
                onFailure { carryOn() }
            }
            step('Differences of the configuration') {
                budget 1.minute
                idempotent()
                // The names only: the values may be secret.
                ssh "cd ${checkout} && diff .env.backup .env | sed -n 's/^\\([<>] [A-Z_]*\\)=.*/\\1/p'", on: 'app1'
                onFailure { carryOn() }
            }
            step('The last releases') {
                budget 1.minute
                idempotent()
                ssh "cd ${checkout} && git log -n 5 --format='%h %ci %d %s'", on: 'app1'
                onFailure { carryOn() }
            }
        }
    }
    // Evaluate and decide (matrix): the analysis is in the record, a person judges it.
    approve('Roll back the component') {                                                // covers V4, V13
        by 'technical-director'
        show "${params.component} is rolled back alone, because ${params.reason}. What differs: the steps of the issue analysis."
        budget 10.minutes
    }
    if (params.component == 'Schema') {
        step('Roll back the schema') {
            follow 'visionforge/database-restore', scope: 'Schema'
        }
    } else if (params.component == 'Code') {
        step('Roll back the code') {
            follow 'visionforge/code-rollback'
        }
    } else {
        step('Roll back the configuration') {
            follow 'visionforge/configuration-rollback'
        }
    }
    step('Integration testing') {                        // interactions of components, critical user paths, consistency of the data
        follow 'visionforge/validation'
    }
}
