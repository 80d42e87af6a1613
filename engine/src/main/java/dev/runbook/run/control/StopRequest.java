package dev.runbook.run.control;

import dev.runbook.journal.event.StopRequested;
import dev.runbook.journal.event.StopRequested.Source;
import java.util.function.UnaryOperator;

/**
 * A request to stop a live run.
 *
 * @param source how it arrived
 * @param signal of the operating system: {@code INT}, {@code TERM}; empty for other sources
 * @param who requested it; empty for a signal, which has no sender
 * @param why in their words; may be empty
 * @param exitCode of the engine in that case
 * @param undone whether finished steps are undone before the run ends
 */
public record StopRequest(Source source, String signal, String who, String why, int exitCode, boolean undone) {
    /** Returns a request by a signal of the operating system. */
    public static StopRequest signal(String name, int exitCode) {
        return new StopRequest(Source.SIGNAL, name, "", "", exitCode, false);
    }

    /** Returns a request by a person on another terminal. */
    public static StopRequest abort(String who, String why, int exitCode) {
        return new StopRequest(Source.ABORT, "", who, why, exitCode, false);
    }

    /** Returns a request to a drill to yield to an incident. */
    public static StopRequest yieldTo(String to, String lock, int exitCode) {
        return new StopRequest(Source.YIELD, "", to, "an incident needs lock '" + lock + "'", exitCode, true);
    }

    /** A request to a run whose start is not approved: an incident needs its lock, and nothing has been done yet. */
    public static StopRequest overtaken(String by, String lock, int exitCode) {
        return new StopRequest(Source.YIELD, "", by, "an incident needs lock '" + lock + "'", exitCode, false);
    }

    /** Returns the record of the request; {@code mask} is applied to what people said. */
    public StopRequested event(UnaryOperator<String> mask) {
        return new StopRequested(source, signal, mask.apply(describe()));
    }

    private String describe() {
        String by = who.isEmpty() ? "" : "by " + who + (why.isEmpty() ? "" : ": " + why) + "; ";
        if (source == Source.YIELD && !undone) {
            return by + "nothing has been done yet";
        }
        return by + "stopping what runs; cleanups run, handlers do not" + (undone ? ", finished steps are undone" : "");
    }

    /** Returns the description for the cause of the run's end. */
    public String by() {
        return who.isEmpty() ? signal : who + (why.isEmpty() ? "" : " (" + why + ")");
    }
}
