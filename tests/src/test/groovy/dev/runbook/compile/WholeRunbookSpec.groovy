package dev.runbook.compile

import dev.runbook.plan.Handler
import spock.lang.Specification

class WholeRunbookSpec extends Specification implements RunbookTexts, ReadPlans {
    def 'an example of the design compiles unchanged'() {
        given:
        def folder = file('', 'runbooks/erpgo/immediate-rollback.groovy')
        file("runbook('erpgo/database-pitr') { param 'reason', 'why'; step('Restore') { shell 'restore' } }", 'runbooks/erpgo/database-pitr.groovy')
        file('Rolled back', 'runbooks/erpgo/templates/immediate-rollback.md')
        file('''
            runbook('erpgo/immediate-rollback') {
                description 'Put the blue (previous) deployment back in front of all traffic'
                owner 'platform-oncall'
                rto 5.minutes
                rpo 1.minute
                lock 'erpgo-traffic'                       // one run at a time per environment

                param 'reason',   'why we roll back, for the record'
                param 'version',  'the version to return to', matching: ~/v\\d+\\.\\d+\\.\\d+/, optional: true

                notify('everyone') {
                    on started, succeeded, failed, atRisk
                    within 30.seconds
                    template 'immediate-rollback.md'
                }

                step('Switch traffic to blue') {
                    budget 60.seconds
                    idempotent()
                    shell "kubectl patch service erpgo-api -p ${json(spec: [selector: [version: 'blue']])}"
                    retry 2, every: 5.seconds
                }

                step('Take green out of service') {
                    budget 30.seconds
                    idempotent()
                    shell 'kubectl scale deployment erpgo-api-green --replicas=0'
                    onFailure { carryOn() }                // traffic is already away from it
                }

                verify('Blue answers') {
                    budget 90.seconds
                    every 5.seconds                        // poll until it holds …
                    holds 30.seconds                       // … and keeps holding
                    http { get "${service('api')}/health" }
                    expect { status == 200; json.status == 'healthy' }
                }

                parallel('System checks') {
                    budget 2.minutes
                    atLeast 95.percent                     // of the checks below
                    for (check in ['orders', 'payments', 'stock']) {
                        verify("$check is healthy") {
                            http { get "${service('api')}/health/$check" }
                            expect { json.status == 'healthy' }
                        }
                    }
                }

                onFailure {
                    notify('incident-commander') { text 'Blue did not come up: restoring the database to a point in time.' }
                    fallBackTo 'erpgo/database-pitr'
                }
            }''', 'runbooks/erpgo/immediate-rollback.groovy')

        when:
        def plan = reader().read(RunbookRequest.toCheck(folder, [:], Optional.empty(), NOW)).plan()

        then:
        plan.nodes()*.name() == ['Switch traffic to blue', 'Take green out of service', 'Blue answers', 'System checks']
        shown(plan.nodes()[0]) == 'kubectl patch service erpgo-api -p ‹{"spec":{"selector":{"version":"blue"}}}›'
        (plan.onFailure().get().ending() as Handler.FallBack).runbook().plan().id() == 'erpgo/database-pitr'
    }
}
