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
     * @param head the hash that was printed when the run ended, or that a message carried, or the beginning of it; empty if
     *     none is at hand. It shows what a chain cannot: that records were cut off at the end. After the one of a message
     *     others follow, after the end's none
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
        String unchanged = text.entries().size() + " records, unchanged; head " + text.head();
        if (text.head().startsWith(head)) {
            return new JournalCheck(true, unchanged);
        }
        return text.entries().stream()
                .filter(entry -> entry.hash().startsWith(head))
                .findFirst()
                .map(given -> given.event() instanceof Event.RunFinished
                        ? new JournalCheck(
                                false, "goes on after the record that was given; it ends with " + text.head())
                        : new JournalCheck(true, unchanged + "; the hash given is that of record " + given.number()))
                .orElseGet(() -> new JournalCheck(
                        false, "another journal, or records are missing at its end: it ends with " + text.head()));
    }

    /** The same, unless one of the texts that were kept is not the one the journal has the hash of. */
    JournalCheck with(List<Entry> entries, KeptFiles kept) {
        return kept.firstChanged(entries)
                .map(changed -> new JournalCheck(false, changed))
                .orElseGet(() -> new JournalCheck(
                        true, told.replace(" records,", " records and " + KeptFiles.count(entries) + " kept texts,")));
    }
}
