package dev.runbook.journal;

import dev.runbook.journal.event.RunStarted;

/** A journal is intact, but in a format that only a newer engine reads. */
public final class NewerFormatException extends JournalException {
    private static final long serialVersionUID = 1L;

    NewerFormatException(RunStarted started) {
        super("the journal of run " + started.run() + " was written by a newer engine (format " + started.format()
                + "); this one reads up to " + RunStarted.FORMAT);
    }
}
