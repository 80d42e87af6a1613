package dev.runbook.lab.supabase;

import dev.runbook.lab.Fault;

/** The faults of the Supabase migration's estate, in the order in which they can be repaired. */
public enum SupabaseFault implements Fault {
    TARGET_FAILS("the target answers every request with 500"),
    TARGET_SLOW("the target takes 3 seconds for every response"),
    TARGET_VERY_SLOW("the target takes 11 seconds for every response"),
    SIGN_IN_FAILS("the target refuses every sign-in"),
    AI_FAILS("the model behind the target's AI queries does not answer"),
    TARGET_DB_DOWN("PostgreSQL of the target crashes"),
    TARGET_CORRUPT("rows of the target are overwritten or deleted"),
    WRITES_STUCK("the target refuses to pause writes: data cannot be carried back"),
    CONNECTIONS_EXHAUSTED("more than 90 percent of the target's database connections are in use"),
    SYNC_BEHIND("the synchronization to Supabase runs, but has carried nothing for ten minutes"),
    SYNC_STUCK("the synchronization to Supabase runs but carries nothing"),
    ROWS_LOST("Supabase accepts new documents but does not keep them: rows carried back are lost"),
    MIGRATION_STUCK("the migration accepts a pause but its jobs run on"),
    BALANCER_STUCK("the balancer accepts rules but does not apply them"),
    DNS_WRONG("the name of the API leads to the target, past the balancer"),
    DNS_STALE("the resolver keeps its old answers"),
    SUPABASE_DB_DOWN("PostgreSQL of Supabase crashes"),
    SUPABASE_CORRUPT("rows of Supabase are overwritten or deleted"),
    FILES_LOST("files in Supabase's storage are deleted"),
    FUNCTIONS_LOST("the migrated functions are disabled on Supabase"),
    SUPABASE_FAILS("Supabase answers every request with 500: a rollback to it cannot succeed"),
    BACKUP_DAMAGED("the newest backup is not whole, and no later one is taken"),
    BACKUPS_LOST("there are no backups"),
    COMPLAINTS("six customers complain"),
    ANOMALY("the anomaly detection reports an unusual pattern"),
    WEBHOOKS_DOWN("the webhook receivers answer 503");

    private final String what;

    SupabaseFault(String what) {
        this.what = what;
    }

    @Override
    public String what() {
        return what;
    }
}
