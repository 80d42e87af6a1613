// SmartStore's inventory recovery (plan 4.3): stock levels as in the backup, every adjustment logged.
runbook('smartstore/inventory-recovery') {                                          // covers S12
    description 'Restore stock levels from the backup table and log every adjustment'
    owner 'dba-oncall'
    lock 'smartstore-database'

    param 'reason', 'why we go back, for the record', example: 'stock is negative'
    param 'to', 'stock changed after this moment is restored', type: Instant, default: 2.hours.ago

    step('Restore stock levels') {
        budget 5.minutes
        sql file: 'inventory-recovery.sql', on: 'new', transaction: true, with: [moment: params.to]
        expect { row.differing == 0 }
    }
    // 4.3: 'Critical for preventing overselling'.
    verify('No product is oversold') {
        budget 1.minute
        sql """
            select count(*) as oversold from dbo.Products
            where StockQuantity < 0 or ReservedQuantity > StockQuantity
        """, on: 'new', readOnly: true
        expect { row.oversold == 0 }
    }
}
