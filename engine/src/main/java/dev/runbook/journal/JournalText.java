package dev.runbook.journal;

import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunFinished;
import java.util.List;
import java.util.Optional;

/**
 * The readable part of a journal.
 *
 * @param entries the good records, from the first on
 * @param goodBytes the length of the file up to the end of the last of them
 * @param tail whether something follows them
 * @param damage description for people, beginning with the number of the first bad record; empty when nothing follows
 * @param badRecord the number of the first bad record; 0 when nothing follows
 */
public record JournalText(List<Entry> entries, long goodBytes, Tail tail, String damage, long badRecord) {
    /** What follows the good records. */
    public enum Tail {
        NONE,
        /** A last record that was not completely written, as after a crash: no action followed it. */
        TORN,
        /** A record that differs from what was written. No resume continues from there. */
        DAMAGED
    }

    /**
     * Returns the damage as every command names it: {@code journal damaged at record 40}; empty if the journal is
     * intact or at most torn.
     */
    Optional<String> flaw() {
        return tail == Tail.DAMAGED ? Optional.of("journal damaged at record " + badRecord) : Optional.empty();
    }

    /** Returns how the run ended, if it has since it began or was last resumed, whatever was recorded after that. */
    public Optional<RunFinished> end() {
        for (int i = entries.size() - 1; i >= 0; i--) {
            Event event = entries.get(i).event();
            if (event instanceof RunFinished end) {
                return Optional.of(end);
            }
            if (event instanceof Resumed) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Returns the hash of the last good record, which covers everything before it. */
    String head() {
        return entries.isEmpty()
                ? JournalLine.FIRST_HASH
                : entries.get(entries.size() - 1).hash();
    }
}
