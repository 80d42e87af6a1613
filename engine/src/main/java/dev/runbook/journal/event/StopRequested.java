package dev.runbook.journal.event;

import dev.runbook.value.EnumWord;

/**
 * The run was asked to stop.
 *
 * @param signal of the operating system: {@code INT}, {@code TERM}; empty for other sources
 * @param text who asked, why, and what follows, for people
 */
public record StopRequested(Source source, String signal, String text) implements Event {
    /** Where the request came from. */
    public enum Source {
        SIGNAL,
        /** {@code runbook abort}. */
        ABORT,
        /** An incident needs a lock of this drill: it undoes its finished steps and ends. */
        YIELD
    }

    /** Returns the source for people: {@code INT}, {@code abort}. */
    public String describeSource() {
        return source == Source.SIGNAL ? signal : EnumWord.phrase(source);
    }
}
