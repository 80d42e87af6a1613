package dev.runbook.journal;

import java.util.List;
import java.util.Optional;

/**
 * A journal as far as it reads.
 *
 * @param entries the good records, from the first on
 * @param goodBytes how long the file is up to the end of the last of them
 * @param tail whether something follows them
 * @param damage what it is, for people, beginning with the number of the first bad record; empty when nothing follows
 */
public record JournalText(List<Entry> entries, long goodBytes, Tail tail, String damage) {
    /** What follows the good records. */
    public enum Tail {
        NONE,
        /** A last record that was never wholly written, as a crash leaves it: nothing was done upon it. */
        TORN,
        /** A record that is not as it was written. No resume goes on from there. */
        DAMAGED
    }

    /** {@code journal damaged at record 40}: what every command calls it; empty while what follows is torn at most. */
    public Optional<String> flaw() {
        return Optional.of("journal damaged at " + damage.replaceFirst(" at byte .*", ""))
                .filter(told -> tail == Tail.DAMAGED);
    }

    /** How the run ended, if it has since it began or last went on: its last word, whatever was recorded after it. */
    public Optional<Event.RunFinished> end() {
        for (int i = entries.size() - 1; i >= 0; i--) {
            Event event = entries.get(i).event();
            if (event instanceof Event.RunFinished end) {
                return Optional.of(end);
            }
            if (event instanceof Event.Resumed) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The hash of the last good record: names everything before it. */
    public String head() {
        return entries.isEmpty()
                ? JournalLine.FIRST_HASH
                : entries.get(entries.size() - 1).hash();
    }
}
