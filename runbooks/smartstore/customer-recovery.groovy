// SmartStore's customer data recovery (plan 4.1): profiles and preferences changed since a moment get their earlier values back.
runbook('smartstore/customer-recovery') {                                           // covers S8
    description 'Restore customer profiles and preferences from the backup tables'
    owner 'dba-oncall'
    lock 'smartstore-database'

    param 'reason', 'why we go back, for the record', example: 'profiles were overwritten'
    param 'to', 'profiles changed after this moment are restored', type: Instant, default: 2.hours.ago
    // The restore also undoes what customers themselves changed since the moment. The plan sets no limit. Decided: a limit of rows,
    // so that a wrong moment does not reset the whole customer base.
    param 'atMost', 'more affected customers than this are not restored', type: Integer, default: 1000

    def affected = verify('Identify the affected customers') {
        budget 1.minute
        sql """
            select count(*) as customers
            from dbo.Customers c inner join dbo.CustomersBackup cb on c.CustomerId = cb.CustomerId
            where c.LastModifiedUtc > ${params.to} and c.IsDeleted = 0
        """, on: 'new', readOnly: true
        expect { row.customers <= params.atMost }
    }
    // The plan's statements are not in one transaction. Decided: one, so that no profile is restored without its preferences.
    step('Restore profiles and preferences') {
        budget 5.minutes
        onlyIf { affected.row.customers > 0 }
        sql file: 'customer-recovery.sql', on: 'new', transaction: true, with: [moment: params.to]
        expect { row.differing == 0 }
    }
}
