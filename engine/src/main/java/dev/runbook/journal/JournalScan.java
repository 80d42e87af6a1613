package dev.runbook.journal;

import dev.runbook.journal.event.Resumed;
import java.util.List;
import java.util.Optional;

/**
 * What a journal shows without parsing all of its records.
 *
 * @param flaw where it is damaged, as {@link JournalText#flaw}
 * @param resumes of the run, in order
 */
public record JournalScan(Optional<String> flaw, List<Resumed> resumes) {}
