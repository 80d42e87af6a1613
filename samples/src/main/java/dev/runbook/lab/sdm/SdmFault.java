package dev.runbook.lab.sdm;

import dev.runbook.lab.Fault;

/** The faults of Social Download Manager's estate, in the order in which they can be repaired. */
public enum SdmFault implements Fault {
    CRASH_LOOP("version 2.0 crashes a second after every start, on all machines"),
    SLOW("version 2.0 takes 4 seconds for a download, on all machines"),
    DOWNLOADS_FAIL("version 2.0 cannot download from TikTok any more, on all machines"),
    OLD_VERSION_FAILS("version 1.2.1 does not start: a rollback to it cannot succeed"),
    CONVERSION_BLOCKED("a half-applied migration on linux1: the database cannot be converted back"),
    CONFIG_CORRUPT("config.json on linux1 is cut off in the middle"),
    DATABASE_CORRUPT("pages of the database on linux1 are overwritten"),
    LOST_ROWS("half of the download history on linux1 is deleted"),
    BACKUP_DAMAGED("the newest backup of the history on linux1 is cut off in the middle"),
    BACKUP_LOST("the backup of version 1.2.1 is missing on linux1: a rollback cannot succeed"),
    WEBHOOKS_DOWN("the webhook receivers answer 503");

    private final String what;

    SdmFault(String what) {
        this.what = what;
    }

    @Override
    public String what() {
        return what;
    }

    /** Returns whether it affects all machines, and not only linux1. */
    boolean everywhere() {
        return switch (this) {
            case CRASH_LOOP, SLOW, DOWNLOADS_FAIL, OLD_VERSION_FAILS -> true;
            default -> false;
        };
    }
}
