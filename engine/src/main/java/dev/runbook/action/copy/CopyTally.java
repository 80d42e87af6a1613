package dev.runbook.action.copy;

import java.util.Locale;

/** The numbers of rows processed so far, by result. */
record CopyTally(long inserted, long updated, long deleted, long unchanged, long skipped) {
    static final CopyTally NONE = new CopyTally(0, 0, 0, 0, 0);

    CopyTally plus(CopyTally more) {
        return new CopyTally(
                inserted + more.inserted,
                updated + more.updated,
                deleted + more.deleted,
                unchanged + more.unchanged,
                skipped + more.skipped);
    }

    /** Formats the numbers for people: {@code 3 inserted, 1 updated, 0 deleted, 12 unchanged}. */
    String describe() {
        return String.format(
                        Locale.ROOT,
                        "%,d inserted, %,d updated, %,d deleted, %,d unchanged",
                        inserted,
                        updated,
                        deleted,
                        unchanged)
                + (skipped == 0 ? "" : String.format(Locale.ROOT, ", %,d newer rows kept", skipped));
    }
}
