// SmartStore's review of the orders that an order recovery has kept (plan 4.2: 'requires manual review'). Started by the order desk
// after order-recovery: it takes hours, and holds no lock.
runbook('smartstore/order-review') {                                                // covers S11
    description 'Go through the orders that were kept during a rollback, with the order desk'
    owner 'dba-oncall'

    param 'since', 'when the order recovery began', type: Instant, default: 24.hours.ago

    notify('order-desk') {
        on waiting
        text "${run.question}\nTick the boxes: runbook attach ${run.id}"
    }

    def kept = verify('The orders that were kept') {
        budget 1.minute
        sql """
            select OrderId from dbo.OrderNotes
            where Note = 'Order preserved during rollback - requires manual review' and CreatedOnUtc >= ${params.since}
            order by OrderId
        """, on: 'new', readOnly: true
    }
    def review = manual('Review the orders') {
        by 'order-desk'
        budget 4.hours
        onlyIf { kept.rowCount > 0 }
        instruct "${kept.rowCount} orders were paid after the moment to which the shop went back: ${kept.rows*.OrderId}"
        checklist '''
            Compare each order with its payment at the payment provider
            Confirm or cancel each order with its customer
            Refund what was cancelled
        '''
        param 'confirmed', 'how many orders were confirmed', example: '1'
    }
    notify('order-desk', 'tech-team') {
        text "Order review: ${kept.rowCount} orders were kept, ${review['confirmed']} confirmed by the order desk."
    }
}
