package dev.runbook.journal;

/** A journal is intact, but in a format that only a newer engine reads. */
public final class NewerFormatException extends JournalException {
    private static final long serialVersionUID = 1L;

    NewerFormatException(Event.RunStarted started) {
        super("the journal of run " + started.run() + " was written by a newer engine (format " + started.format()
                + "); this one reads up to " + Event.RunStarted.FORMAT);
    }
}
