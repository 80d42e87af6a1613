// ERPGo's immediate rollback: traffic goes from green, the new release, to blue, the one before it.
// The plan gives it four timed steps in five minutes; each is a phase here, with the plan's window as its budget.
// covers E1, E23, E32, E36, E57, E58, E60
runbook('erpgo/immediate-rollback') {
    description 'Put the blue (previous) deployment back in front of all traffic'
    owner 'platform-oncall'
    rto 5.minutes
    rpo 1.minute
    lock 'erpgo-traffic'

    param 'reason',  'why we roll back, for the record', example: 'no healthy answer for two minutes'
    param 'version', 'the release that must answer afterwards, such as v2.3.9',
            matching: ~/v\d+\.\d+\.\d+/, optional: true

    // covers E22, E44, E45
    notify('everyone', 'stakeholders') {
        on started
        template 'rollback-started.md'
    }
    // covers E46
    notify('critical-team') {
        on started
        text 'CRITICAL: ERPGo rollback in progress. Status: https://status.erpgo.com'
    }
    notify('everyone') {
        on fellBack
        template 'rollback-fell-back.md'
    }
    stakeholders 'erpgo/stakeholders'

    // 0 to 30 seconds. What is found is for the record: the decision to roll back has been taken.
    // covers E18
    phase('Issue identification') {
        budget 30.seconds
        parallel('What customers see') {
            verify('The API says it is healthy') {
                budget 10.seconds
                http { get "${service('api')}/health" }
                expect { status == 200; json.status == 'healthy' }
                onFailure { carryOn() }
            }
            verify('The system status is operational') {
                budget 10.seconds
                http { get "${service('api')}/api/v1/system/status" }
                expect { status == 200; json.status == 'operational' }
                onFailure { carryOn() }
            }
        }
    }

    // 30 to 90 seconds.
    // covers E19
    phase('Rollback initiation') {
        budget 60.seconds
        step('Stop traffic to green') {
            budget 20.seconds
            idempotent()
            shell "kubectl patch service erpgo-api -p ${json(spec: [selector: [app: 'erpgo-api', version: 'blue']])}"
            retry 2, every: 2.seconds
        }
        step('Take green out of service') {
            budget 15.seconds
            idempotent()
            shell 'kubectl scale deployment erpgo-api-green --replicas=0'
            onFailure { carryOn() }             // no traffic goes there any more
        }
        verify('Blue is rolled out') {
            budget 25.seconds
            shell 'kubectl rollout status deployment/erpgo-api-blue --timeout=20s'
        }
    }

    // 90 to 180 seconds. The plan's script sleeps 30 seconds and then watches for two minutes more, which is longer than its
    // own window. This budget is the window; the metrics are watched for the rest of it.
    // covers E20
    phase('Traffic switching') {
        budget 90.seconds
        verify('The service selects blue') {
            budget 10.seconds
            shell "kubectl get service erpgo-api -o jsonpath='{.spec.selector.version}'"
            expect { ok; stdout == 'blue' }
        }
        verify('Blue answers') {
            budget 40.seconds
            every 5.seconds
            holds 30.seconds
            http { get "${service('api')}/health" }
            expect { status == 200; json.status == 'healthy' }
        }
        verify('Traffic metrics are normal') {
            budget 40.seconds
            every 5.seconds
            holds 20.seconds
            http { get "${service('loadbalancer')}/traffic" }
            expect {
                ok
                json.deployments.green.recentRequests == 0
                json.deployments.blue.recentRequests > 0
                json.deployments.blue.recentErrorPercent <= 10      // above 10 % the plan rolls back
            }
        }
    }

    // 180 to 300 seconds: health, function, performance, data integrity. A few seconds are left, so that a run on its
    // budgets to the last second is not at risk from the start.
    // covers E21
    phase('System verification') {
        budget 100.seconds
        parallel('Checks') {
            for (area in ['orders', 'payments', 'stock']) {
                verify("Health of $area") {
                    budget 60.seconds
                    every 5.seconds
                    http { get "${service('api')}/health/$area" }
                    expect { status == 200; json.status == 'healthy' }
                }
            }
            verify('Orders can be read') {
                budget 60.seconds
                every 5.seconds
                http { get "${service('api')}/api/v1/orders" }
                expect { status == 200; json.orders > 0 }
            }
            verify('Answers are fast') {
                budget 60.seconds
                every 5.seconds
                http { get "${service('api')}/health" }
                expect { ok; elapsed < 500.milliseconds }
            }
            verify('No row is damaged') {
                budget 60.seconds                            // asked once: damage does not heal by waiting
                sql 'select table_name, id, violation from integrity_violations limit 20', on: 'erp'
                expect { rows.size() == 0 }
            }
            if (params.version != null) {
                verify("Release ${params.version} answers") {
                    budget 60.seconds
                    every 5.seconds
                    http { get "${service('api')}/health" }
                    expect { ok; json.version == params.version }
                }
            }
        }
    }

    // Traffic was switched and no row was changed: the database holds everything that was ever written.
    recoveryPoint {
        budget 5.seconds
        sql 'select clock_timestamp()', on: 'erp'
    }

    onFailure {
        notify('incident-commander') {
            text "The rollback to blue did not succeed (${params.reason}). Taking the database back to the last good moment now."
        }
        fallBackTo 'erpgo/database-pitr'
    }
}
