// ERPGo's planned rollback: traffic goes from green to blue in steps of 10 percent, each of them watched.
// covers E24, E34
runbook('erpgo/planned-rollback') {
    description 'Shift traffic back to the blue (previous) deployment, 10 percent at a time'
    owner 'platform-oncall'
    rto 30.minutes
    rpo 1.minute
    lock 'erpgo-traffic'

    param 'reason', 'why we roll back, for the record', example: 'responses take five times as long as usual'

    def backups = setting('backups')

    notify('everyone', 'stakeholders') {
        on started
        template 'planned-started.md'
    }
    notify('critical-team') {
        on waiting
        text "${run.question}\nAnswer: runbook approve ${run.id}"
    }
    stakeholders 'erpgo/stakeholders'

    // 0 to 5 minutes. What is found is for the record; what would make the rollback useless ends it here.
    phase('Issue assessment') {
        budget 4.minutes
        parallel('What the deployments do') {
            verify('Errors and response times') {
                budget 30.seconds
                http { get "${service('loadbalancer')}/traffic" }
            }
            verify('Blue is healthy') {
                budget 30.seconds
                shell 'kubectl rollout status deployment/erpgo-api-blue --timeout=25s'
            }
            verify('Blue is not where traffic goes already') {
                budget 30.seconds
                shell "kubectl get service erpgo-api -o jsonpath='{.spec.selector.version}'"
                expect { ok; stdout == 'green' }
            }
            verify('No row is damaged') {
                budget 30.seconds                            // damaged rows are no reason to shift traffic slowly
                sql 'select table_name, id, violation from integrity_violations limit 20', on: 'erp'
                expect { rows.size() == 0 }
            }
        }
    }

    // 5 to 10 minutes. The plan names the team of the rollback; one yes of each. A no changes nothing.
    // covers E25
    approve('Shift the traffic back to blue') {
        by 'technical-lead', 'devops-engineer', 'database-administrator'
        show "Planned rollback because ${params.reason}: 10 percent of the traffic at a time, no downtime expected"
        budget 5.minutes
    }

    // 10 to 25 minutes: a backup, then ten shares of the traffic.
    // covers E26
    step('Take a backup before the rollback') {
        budget 2.minutes
        idempotent()
        ssh """
            rm -rf ${backups}/before-${run.id} &&
                pg_basebackup -D ${backups}/before-${run.id} -c fast -X none -l before-rollback
        """, on: 'db1'
    }
    // covers E27
    phase('Gradual shift') {
        budget 13.minutes
        for (percent in [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]) {
            step("Shift $percent percent to blue") {
                budget 15.seconds
                idempotent()
                shell "kubectl patch service erpgo-api -p ${json(metadata: [annotations: ['traffic-weight': "${100 - percent}"]], spec: [selector: [app: 'erpgo-api', version: 'blue']])}"
            }
            verify("Blue is stable with $percent percent") {
                budget 63.seconds
                every 3.seconds
                holds 60.seconds                             // the plan's; a drill on a compressed clock shortens it
                http { get "${service('loadbalancer')}/traffic" }
                expect {
                    ok
                    json.deployments.blue.recentErrorPercent <= 10        // above 10 % the plan rolls back at once
                    json.deployments.blue.recentAverageMillis <= 1000
                }
            }
        }
        // Blue is the release that worked before: when the two do not get on, all traffic at once is better than both.
        onFailure {
            step('Complete the rollback at once') {
                budget 15.seconds
                idempotent()
                shell "kubectl patch service erpgo-api -p ${json(metadata: [annotations: ['traffic-weight': '0']], spec: [selector: [app: 'erpgo-api', version: 'blue']])}"
            }
            carryOn()
        }
    }

    // 25 to 30 minutes, with what follows.
    // covers E28
    phase('Validation') {
        budget 4.minutes
        parallel('Checks') {
            for (area in ['orders', 'payments', 'stock']) {
                verify("Health of $area") {
                    budget 60.seconds
                    every 5.seconds
                    http { get "${service('api')}/health/$area" }
                    expect { status == 200; json.status == 'healthy' }
                }
            }
            verify('The system status is operational') {
                budget 60.seconds
                every 5.seconds
                http { get "${service('api')}/api/v1/system/status" }
                expect { status == 200; json.status == 'operational'; json.deployment == 'blue' }
            }
            verify('Answers are fast') {
                budget 60.seconds
                every 5.seconds
                http { get "${service('api')}/health" }
                expect { ok; elapsed < 500.milliseconds }
            }
            verify('Customers are served by blue alone') {
                budget 60.seconds
                every 5.seconds
                http { get "${service('loadbalancer')}/traffic" }
                expect {
                    ok
                    json.deployments.green.recentRequests == 0
                    json.deployments.blue.recentRequests > 0
                    json.deployments.blue.recentErrorPercent == 0
                }
            }
            // The business process that the plan names first: an order is placed and counted.
            verify('An order can be read') {
                budget 60.seconds
                every 5.seconds
                http { get "${service('api')}/api/v1/orders" }
                expect { status == 200; json.orders > 0 }
            }
            verify('No row is damaged afterwards') {
                budget 60.seconds
                sql 'select table_name, id, violation from integrity_violations limit 20', on: 'erp'
                expect { rows.size() == 0 }
            }
        }
    }
    // Green keeps running until here: a shift that fails can go back to it by hand.
    step('Take green out of service') {
        budget 30.seconds
        idempotent()
        shell 'kubectl scale deployment erpgo-api-green --replicas=0'
    }

    // Traffic was shifted and no row was changed: the database holds everything that was ever written.
    recoveryPoint {
        budget 5.seconds
        sql 'select clock_timestamp()', on: 'erp'
    }
}
