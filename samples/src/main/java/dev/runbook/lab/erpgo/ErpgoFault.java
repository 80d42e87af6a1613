package dev.runbook.lab.erpgo;

import dev.runbook.lab.Fault;

/** The faults of ERPGo's estate, in the order in which they can be repaired. */
public enum ErpgoFault implements Fault {
    GREEN_FAILS("the green deployment answers every request with 500"),
    GREEN_SLOW("the green deployment takes 3 seconds for every response"),
    GREEN_CRASH("the green pods crash and do not restart"),
    BLUE_FAILS("the blue deployment answers every request with 500: a rollback to it cannot succeed"),
    BLUE_SLOW("the blue deployment takes 3 seconds for every response"),
    BLUE_CRASH("the blue pods crash and do not restart"),
    DB_DOWN("PostgreSQL crashes"),
    STUCK_TRANSACTION("a database session holds its locks on stock: orders are blocked"),
    PAYMENTS_FAIL("the API may no longer read whether orders are paid: payments fail, and nothing else does"),
    CORRUPT_ROWS("users, orders and stock in PostgreSQL are overwritten or deleted"),
    BACKUP_LOST("the base backup is missing: a recovery to a point in time cannot succeed"),
    BAD_CONFIG("the last commit of the configuration names a price list that does not exist: the API answers 500"),
    API_STUCK("Kubernetes accepts changes but does not apply them"),
    KUBE_DOWN("the Kubernetes API answers 503"),
    WEBHOOKS_DOWN("the webhook receivers answer 503");

    private final String what;

    ErpgoFault(String what) {
        this.what = what;
    }

    @Override
    public String what() {
        return what;
    }
}
