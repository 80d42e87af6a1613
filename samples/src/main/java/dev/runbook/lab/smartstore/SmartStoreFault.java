package dev.runbook.lab.smartstore;

import dev.runbook.lab.Fault;

/** The faults of SmartStore's estate, in the order in which they can be repaired. */
public enum SmartStoreFault implements Fault {
    NEW_FAILS("the new platform answers every request with 500"),
    NEW_SLOW("the new platform takes 6 seconds for every response"),
    NEW_VERY_SLOW("the new platform takes 11 seconds for every response"),
    NEW_CRASH("the new platform does not listen"),
    LEGACY_FAILS("the legacy platform answers every request with 500: a rollback to it cannot succeed"),
    LEGACY_SLOW("the legacy platform takes 6 seconds for every response"),
    SITE_LOST("the legacy platform is gone: its containers, its images and its infrastructure in Kubernetes"),
    MEMORY_LEAK("the new platform keeps memory that it does not need, up to 94 percent of its limit"),
    CPU_BUSY("the background work of the new platform never rests: its share of the processor is used up"),
    PAYMENTS_DOWN("the payment gateway answers 503"),
    SWITCH_FAILS("the load balancer refuses to switch traffic"),
    SYNC_STOPPED("the synchronization service is stopped"),
    QUEUE_FULL("the synchronization service does not work off its queue"),
    SYNC_BEHIND("the synchronization runs, but has carried nothing for ten minutes"),
    INDEX_LOST("SQL Server takes 6 seconds for a query over all orders"),
    DB_DOWN("SQL Server crashes"),
    CORRUPT_ROWS("customers, orders and stock in SmartStore_New are overwritten"),
    LOST_ROWS("orders in SmartStore_New are deleted"),
    ITEMS_ORPHANED("orders in SmartStore_New are deleted, but not their items"),
    FAULTY_RELEASE("the new platform has changed profiles, stock, carts and order states for the worse"),
    DAMAGED_PAGES("pages of the table Orders in SmartStore_New cannot be read"),
    BACKUP_LOST("the full backup is missing"),
    BACKUP_DAMAGED("the backup of the log is damaged"),
    WEBHOOKS_DOWN("the webhook receivers answer 503");

    private final String what;

    SmartStoreFault(String what) {
        this.what = what;
    }

    @Override
    public String what() {
        return what;
    }
}
