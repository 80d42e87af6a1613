// ERPGo's decision matrix: when traffic goes back to blue, and who hears of it before that.
// The scores are those of the plan's automated decision. What it asks Prometheus for is read from the load balancer here, which every
// environment has: the share of failed requests, and the average time of a response.
// Not here, because nobody can measure it from outside: a security breach, complaints of users. Those are decided by people.
triggers('erpgo/decision') {
    every 15.seconds

    def health = measure('Health of the API') {
        budget 5.seconds
        http { get "${service('api')}/health" }
    }
    def traffic = measure('Traffic') {
        budget 5.seconds
        http { get "${service('loadbalancer')}/traffic" }
        baseline 7.days, of: 'json.recentAverageMillis'      // the normal response time, of both deployments together
    }
    def database = measure('Database answers') {
        budget 5.seconds
        sql 'select 1 as answers', on: 'erp'
    }
    def integrity = measure('Violations of integrity') {
        budget 10.seconds
        sql 'select count(*) as violations from integrity_violations', on: 'erp'
    }

    // The core business processes that the API knows: orders, payments, stock.
    def orders = measure('Orders') {
        budget 5.seconds
        http { get "${service('api')}/health/orders" }
    }
    def payments = measure('Payments') {
        budget 5.seconds
        http { get "${service('api')}/health/payments" }
    }
    def stock = measure('Stock') {
        budget 5.seconds
        http { get "${service('api')}/health/stock" }
    }

    // 'green' is the new release, 'blue' the one before it; the one without traffic has no errors and takes no time.
    // covers E40
    def criticalScore = score('Critical') {
        add 30, when: { !health.ok }
        add 25, when: {
            traffic.json.deployments.green.recentErrorPercent > 10 || traffic.json.deployments.blue.recentErrorPercent > 10
        }
        add 20, when: {
            traffic.json.deployments.green.recentAverageMillis > 5000 || traffic.json.deployments.blue.recentAverageMillis > 5000
        }
        add 30, when: { !database.ok }
    }
    def highScore = score('High') {
        add 20, when: {
            traffic.json.deployments.green.recentErrorPercent > 5 || traffic.json.deployments.blue.recentErrorPercent > 5
            traffic.json.deployments.green.recentErrorPercent <= 10
            traffic.json.deployments.blue.recentErrorPercent <= 10
        }
        add 15, when: {
            traffic.json.deployments.green.recentAverageMillis > 2000 || traffic.json.deployments.blue.recentAverageMillis > 2000
            traffic.json.deployments.green.recentAverageMillis <= 5000
            traffic.json.deployments.blue.recentAverageMillis <= 5000
        }
        add 15, when: {
            traffic.json.deployments.green.recentRequests == 0
            traffic.json.deployments.blue.recentRequests == 0
        }
    }
    def mediumScore = score('Medium') {
        add 10, when: {
            traffic.json.deployments.green.recentAverageMillis > 1000 || traffic.json.deployments.blue.recentAverageMillis > 1000
            traffic.json.deployments.green.recentAverageMillis <= 2000
            traffic.json.deployments.blue.recentAverageMillis <= 2000
        }
    }

    // Immediate action.
    // covers E41
    trigger('Critical score of 50') {
        severity critical
        when { criticalScore >= 50 }
        start 'erpgo/immediate-rollback', reason: "critical score ${criticalScore}"
        tell 'incident-commander'
    }
    // covers E4
    trigger('System crash: no healthy answer for 2 minutes') {
        severity critical
        sustained 2.minutes
        when { !health.ok }
        start 'erpgo/immediate-rollback', reason: 'no healthy answer for 2 minutes'
        tell 'incident-commander'
    }
    // covers E8
    trigger('Database unavailable for 2 minutes') {
        severity critical
        sustained 2.minutes
        when { !database.ok }
        start 'erpgo/immediate-rollback', reason: 'the database has been unavailable for 2 minutes'
        tell 'incident-commander'
    }
    // covers E7
    trigger('Complete outage for 5 minutes') {
        severity critical
        sustained 5.minutes
        when {
            traffic.json.deployments.green.recentErrorPercent == 100 || traffic.json.deployments.blue.recentErrorPercent == 100
        }
        start 'erpgo/immediate-rollback', reason: 'every request has failed for 5 minutes'
        tell 'incident-commander'
    }
    // covers E5
    trigger('Data corruption') {
        severity critical
        consecutive 2
        when { integrity.row.violations > 0 }
        start 'erpgo/immediate-rollback', reason: "${integrity.row.violations} rows violate the integrity of the data"
        tell 'incident-commander'
    }

    // Evaluate within 15 minutes: a person decides.
    // covers E42
    trigger('Score of 60: rollback recommended') {
        severity high
        when { criticalScore + highScore + mediumScore >= 60 }
        ask 'technical-lead', toStart: 'erpgo/planned-rollback', within: 15.minutes
        with reason: "total score ${criticalScore + highScore + mediumScore}"
        tell 'incident-commander'
    }
    // covers E10
    trigger('Error rate above 10 percent for 5 minutes') {
        severity high
        sustained 5.minutes
        when {
            traffic.json.deployments.green.recentErrorPercent > 10 || traffic.json.deployments.blue.recentErrorPercent > 10
        }
        ask 'technical-lead', toStart: 'erpgo/planned-rollback', within: 15.minutes
        with reason: 'error rate above 10 percent for 5 minutes'
        tell 'incident-commander'
    }
    // covers E9
    trigger('Response time above 5 times the normal for 5 minutes') {
        severity high
        sustained 5.minutes
        when {
            traffic.normal > 0                               // nights without a request have no normal
            traffic.json.recentAverageMillis > traffic.normal * 5
        }
        ask 'technical-lead', toStart: 'erpgo/planned-rollback', within: 15.minutes
        with reason: "responses take ${traffic.json.recentAverageMillis} ms, normal are ${traffic.normal} ms"
        tell 'incident-commander'
    }
    // covers E11
    trigger('A core business process has failed for 2 minutes') {
        severity high
        sustained 2.minutes
        when {
            health.ok                                        // else the whole system is down, which is another trigger
            !orders.ok || !payments.ok || !stock.ok
        }
        ask 'technical-lead', toStart: 'erpgo/planned-rollback', within: 15.minutes
        with reason: 'orders, payments or stock have failed for 2 minutes'
        tell 'incident-commander'
    }

    // Evaluate within 30 minutes: watch closely.
    // covers E43
    trigger('Score of 30: monitor and evaluate') {
        severity medium
        when { criticalScore + highScore + mediumScore >= 30 }
        tell 'everyone'
    }
    // covers E14
    trigger('Response time above twice the normal for 5 minutes') {
        severity medium
        sustained 5.minutes
        when {
            traffic.normal > 0
            traffic.json.recentAverageMillis > traffic.normal * 2
        }
        tell 'everyone'
    }
}
