// SmartStore's shopping cart recovery (plan 4.1): carts as they were at a moment.
runbook('smartstore/cart-recovery') {                                               // covers S9
    description 'Restore the shopping carts of a moment from the backup'
    owner 'dba-oncall'
    lock 'smartstore-database'

    param 'reason', 'why we go back, for the record', example: 'carts are empty'
    param 'to', 'carts are restored to this moment', type: Instant, default: 2.hours.ago

    def before = verify('Count the cart items of the moment') {
        budget 1.minute
        sql """
            select count(*) as items from dbo.ShoppingCartItemsBackup where CreatedOnUtc <= ${params.to}
        """, on: 'new', readOnly: true
        expect { row.items > 0 }                            // an empty backup would empty every cart
    }
    step('Restore the carts') {
        budget 5.minutes
        sql file: 'cart-recovery.sql', on: 'new', transaction: true, with: [moment: params.to]
        expect { row.items == before.row.items }
    }
}
