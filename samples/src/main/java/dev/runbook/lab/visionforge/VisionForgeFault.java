package dev.runbook.lab.visionforge;

import dev.runbook.lab.Fault;

/** The faults of VisionForge's estate, in the order in which they can be repaired. */
public enum VisionForgeFault implements Fault {
    DB_DOWN("PostgreSQL crashes"),
    BACKUPS_LOST("every backup is missing: a restore cannot succeed"),
    BACKUP_TRUNCATED("the newest full backup is cut off in the middle"),
    CORRUPT_DATA("users, projects and transactions are overwritten or deleted, as after a failed migration"),
    CORRUPT_TABLE("a third of the settings is missing and the others are overwritten; other tables are whole"),
    BAD_MIGRATION(
            "the schema lost a function and an index and has a column that no release fills: projects cannot be created"),
    BAD_RELEASE("a new release answers every request with 500"),
    SLOW_RELEASE("a new release takes 2 seconds for every response"),
    BAD_CONFIGURATION("the application's .env names a database that does not exist"),
    RENDERER_DOWN("the external renderer answers 503"),
    CRASHED("the application's process is killed and does not restart"),
    WEBHOOKS_DOWN("the webhook receivers answer 503");

    private final String what;

    VisionForgeFault(String what) {
        this.what = what;
    }

    @Override
    public String what() {
        return what;
    }
}
