package dev.runbook.journal;

import dev.runbook.journal.JournalText.Tail;
import java.util.List;

/**
 * Whether a journal is as it was written.
 *
 * @param whole every record is there, in order, unchanged
 * @param told what was found, in a line: the first bad record by its number, or the hash that names all of it
 */
public record JournalCheck(boolean whole, String told) {
    /**
     * @param head the hash that was printed when the run ended, or the beginning of it; empty if none is at hand. It
     *     shows what a chain cannot: that records were cut off at the end
     */
    public static JournalCheck of(JournalText text, String head) {
        if (text.tail() != Tail.NONE) {
            return new JournalCheck(
                    false,
                    (text.tail() == Tail.TORN ? "cut short while it was written: " : "damaged: ") + text.damage());
        }
        if (text.entries().isEmpty()) {
            return new JournalCheck(false, "empty: the engine died before its first record");
        }
        if (!text.head().startsWith(head)) {
            boolean shortened =
                    text.entries().stream().noneMatch(entry -> entry.hash().startsWith(head));
            return new JournalCheck(
                    false,
                    shortened
                            ? "another journal, or records are missing at its end: it ends with " + text.head()
                            : "goes on after the record that was given; it ends with " + text.head());
        }
        return new JournalCheck(true, text.entries().size() + " records, unchanged; head " + text.head());
    }

    /** The same, unless one of the texts that were kept is not the one the journal has the hash of. */
    JournalCheck with(List<Entry> entries, KeptFiles kept) {
        return kept.firstChanged(entries)
                .map(changed -> new JournalCheck(false, changed))
                .orElseGet(() -> new JournalCheck(
                        true, told.replace(" records,", " records and " + KeptFiles.count(entries) + " kept texts,")));
    }
}
