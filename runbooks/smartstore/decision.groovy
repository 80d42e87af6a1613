// SmartStore's decision table (plan 2.1, 2.2, 5.2): what only sends a message, what a person decides, and what starts a rollback.
// 2.1 rolls back on numbers on which 5.2 only alerts. Decided: 5.2's escalation rules act, with its waiting times; 2.1's
// thresholds send a message. A full CPU and a slow page alone are no reason to send customers away.
// Not here, because the plan names no source: security incidents (2.2). A person or the SIEM runs smartstore/rollback.
// 'Performance loss > 50 %' (executive summary) is decided as: half as long again as normal at this time of day, for 10 minutes.
triggers('smartstore/decision') {                                                   // covers S36
    every 30.seconds                                        // 5.2 monitoringInterval: 30000

    // 5.2's four groups of checks: application and performance, database, business functions and integrations, data.
    // percent and milliseconds, by the names of the plan's interfaces
    def figures = measure('Health and performance') {
        budget 10.seconds
        http { get "${service('monitoring')}/metrics" }
        baseline 7.days, of: 'json.responseTime'
    }
    def database = measure('Database answers') {
        budget 10.seconds
        sql 'select 1 as answers', on: 'new'
    }
    // 2.2 names five data integrity issues and no query. Decided: one count each over the plan's own tables.
    def orders = measure('Order data inconsistencies') {
        budget 10.seconds
        sql """
            select count(*) as found from dbo.Orders o where o.OrderTotal <>
                coalesce((select sum(i.Quantity * i.UnitPrice) from dbo.OrderItems i where i.OrderId = o.Id), 0)
        """, on: 'new'
    }
    def customers = measure('Customer data corruption') {
        budget 10.seconds
        sql "select count(*) as found from dbo.Customers where Email is null or Email not like '%_@_%._%'", on: 'new'
    }
    def inventory = measure('Inventory discrepancies') {
        budget 10.seconds
        sql """
            select count(*) as found from dbo.Products where StockQuantity < 0 or ReservedQuantity > StockQuantity
        """, on: 'new'
    }
    def finance = measure('Financial data mismatches') {
        budget 10.seconds
        sql 'select count(*) as found from dbo.Orders where PaymentStatus = 30 and OrderTotal <= 0', on: 'new'
    }
    def constraints = measure('Database constraint violations') {
        budget 10.seconds
        sql """
            select count(*) as found from dbo.OrderItems i
            where not exists (select 1 from dbo.Orders o where o.Id = i.OrderId)
        """, on: 'new'
    }

    // 5.2, escalation rules.
    trigger('Availability below 90 percent for 3 minutes') {                        // covers S33
        severity critical
        sustained 3.minutes
        when { figures.json.applicationAvailability < 90 }
        enabled setting('automaticRollback')                                        // covers S32
        start 'smartstore/emergency-rollback', reason: "availability ${figures.json.applicationAvailability} %"
        tell 'tech-team'
    }
    trigger('Error rate above 10 percent for 5 minutes') {                          // covers S34
        severity critical
        sustained 5.minutes
        when { figures.json.errorRate > 10 }
        enabled setting('automaticRollback')
        start 'smartstore/emergency-rollback', reason: "error rate ${figures.json.errorRate} %"
        tell 'tech-lead'
    }
    trigger('Response time above 10 seconds for 10 minutes') {                      // covers S35
        severity high
        sustained 10.minutes
        when { figures.json.responseTime > 10000 }
        tell 'cto'                                          // action: 'escalate'
    }

    // 2.1, critical system failures: 3 consecutive failures. In a window of 5 minutes, which 3 samples of 30 s always are.
    trigger('Availability below 95 percent') {                                      // covers S21, S26
        severity high
        consecutive 3
        when { figures.json.applicationAvailability < 95 }
        tell 'tech-team'
    }
    trigger('Error rate above 5 percent') {                                         // covers S23
        severity high
        consecutive 3
        when { figures.json.errorRate > 5 }
        tell 'tech-team'
    }
    trigger('Response time above 5 seconds') {                                      // covers S22
        severity high
        consecutive 3
        when { figures.json.responseTime > 5000 }
        tell 'tech-team'
    }
    trigger('Database does not answer') {                                           // covers S24
        severity high
        consecutive 3
        when { !database.ok }
        tell 'tech-team'
    }
    trigger('Critical business functions fail') {                                   // covers S25
        severity high
        consecutive 3
        when { figures.json.criticalBusinessFunctions == false }
        tell 'tech-team'
    }

    // 2.1, performance degradation, every minute in the plan; the same as 2 samples here.
    trigger('Page load above 10 seconds') {                                         // covers S27
        severity medium
        consecutive 2
        when { figures.json.pageLoadTime > 10000 }
        tell 'tech-team'
    }
    trigger('API response above 2 seconds') {                                       // covers S28
        severity medium
        consecutive 2
        when { figures.json.apiResponseTime > 2000 }
        tell 'tech-team'
    }
    trigger('Database query above 5 seconds') {                                     // covers S29
        severity medium
        consecutive 2
        when { figures.json.databaseQueryTime > 5000 }
        tell 'tech-team'
    }
    trigger('Memory above 85 percent') {                                            // covers S30
        severity medium
        consecutive 2
        when { figures.json.memoryUsage > 85 }
        tell 'tech-team'
    }
    trigger('CPU above 90 percent') {                                               // covers S31
        severity medium
        consecutive 2
        when { figures.json.cpuUsage > 90 }
        tell 'tech-team'
    }

    // Executive summary.
    trigger('Performance loss above 50 percent for 10 minutes') {                   // covers S37
        severity medium
        sustained 10.minutes
        when {
            figures.normal > 0                              // nights without a request have no normal
            figures.json.responseTime > figures.normal * 1.5
        }
        tell 'tech-team'
    }

    // 1.1, lag_tolerance: 5 minutes.
    trigger('Synchronization lags more than 5 minutes') {                           // covers S15
        severity high
        when { figures.json.syncLag > 300 }
        tell 'tech-team'
    }

    // 2.2, manual triggers: measured here, decided by a person. The plan names no role and no time. Decided: the technical lead, who has
    // 15 minutes; a business process goes back with the traffic, data go back with the database.
    trigger('Customers cannot complete the checkout') {                             // covers S38
        severity high
        consecutive 2
        when { figures.json.checkout == false }
        ask 'technical-lead', toStart: 'smartstore/rollback', within: 15.minutes             // covers S53
        with reason: 'customers cannot complete the checkout', level: 'Emergency'
        tell 'tech-lead'
    }
    trigger('Payment failures above 2 percent') {                                   // covers S39
        severity high
        consecutive 2
        when { figures.json.paymentFailureRate > 2 }
        ask 'technical-lead', toStart: 'smartstore/rollback', within: 15.minutes             // covers S53
        with reason: 'payment failures above 2 percent', level: 'Emergency'
        tell 'tech-lead'
    }
    trigger('Inventory synchronization fails') {                                    // covers S40
        severity high
        consecutive 2
        when { figures.json.syncRunning == false || figures.json.syncPending > 100 }
        ask 'technical-lead', toStart: 'smartstore/rollback', within: 15.minutes             // covers S53
        with reason: 'inventory synchronization fails', level: 'Emergency'
        tell 'tech-lead'
    }
    trigger('Admin panel unavailable') {                                            // covers S41
        severity high
        consecutive 2
        when { figures.json.adminPanel == false }
        ask 'technical-lead', toStart: 'smartstore/rollback', within: 15.minutes             // covers S53
        with reason: 'admin panel unavailable', level: 'Emergency'
        tell 'tech-lead'
    }
    trigger('Critical integrations fail') {                                         // covers S42
        severity high
        consecutive 2
        when { figures.json.integrations == false }
        ask 'technical-lead', toStart: 'smartstore/rollback', within: 15.minutes             // covers S53
        with reason: 'critical integrations fail', level: 'Emergency'
        tell 'tech-lead'
    }
    trigger('Order data is inconsistent') {                                         // covers S48
        severity high
        when { orders.row.found > 0 }
        ask 'technical-lead', toStart: 'smartstore/rollback', within: 15.minutes             // covers S53
        with reason: 'order data is inconsistent', level: 'Database'
        tell 'tech-lead'
    }
    trigger('Customer data is corrupted') {                                         // covers S49
        severity high
        when { customers.row.found > 0 }
        ask 'technical-lead', toStart: 'smartstore/rollback', within: 15.minutes             // covers S53
        with reason: 'customer data is corrupted', level: 'Database'
        tell 'tech-lead'
    }
    trigger('Inventory has discrepancies') {                                        // covers S50
        severity high
        when { inventory.row.found > 0 }
        ask 'technical-lead', toStart: 'smartstore/rollback', within: 15.minutes             // covers S53
        with reason: 'inventory has discrepancies', level: 'Database'
        tell 'tech-lead'
    }
    trigger('Financial data does not match') {                                      // covers S51
        severity high
        when { finance.row.found > 0 }
        ask 'technical-lead', toStart: 'smartstore/rollback', within: 15.minutes             // covers S53
        with reason: 'financial data does not match', level: 'Database'
        tell 'tech-lead'
    }
    trigger('Database constraints are violated') {                                  // covers S52
        severity high
        when { constraints.row.found > 0 }
        ask 'technical-lead', toStart: 'smartstore/rollback', within: 15.minutes             // covers S53
        with reason: 'database constraints are violated', level: 'Database'
        tell 'tech-lead'
    }
}
