package dev.runbook.journal;

import java.nio.file.Path;
import java.util.List;

/**
 * A journal as far as it reads.
 *
 * @param entries the good records, from the first on
 * @param goodBytes how long the file is up to the end of the last of them
 * @param tail whether something follows them
 * @param damage what it is, for people; empty when nothing follows
 */
public record JournalText(Path file, List<Entry> entries, long goodBytes, Tail tail, String damage) {
    /** What follows the good records. */
    public enum Tail {
        NONE,
        /** A last record that was never wholly written, as a crash leaves it. */
        TORN,
        /** A record that was whole once and is not what was written. */
        DAMAGED
    }
}
