package dev.runbook.run;

/**
 * A request to stop a live run.
 *
 * @param signal how it arrived: {@code INT}, {@code TERM}, {@code abort}, {@code give way}
 * @param who requested it; empty for a signal, which has no sender
 * @param why in their words; may be empty
 * @param exitCode of the engine in that case
 * @param undone whether finished steps are undone before the run ends
 */
public record StopRequest(String signal, String who, String why, int exitCode, boolean undone) {
    /** The signal of a drill that gives way: it undoes its finished steps. */
    static final String GIVE_WAY = "give way";

    /** A request by a signal of the operating system. */
    public static StopRequest signal(String name, int exitCode) {
        return new StopRequest(name, "", "", exitCode, false);
    }

    /** A request by a person on another terminal. */
    public static StopRequest abort(String who, String why, int exitCode) {
        return new StopRequest("abort", who, why, exitCode, false);
    }

    /** A request to a drill to give way to an incident. */
    public static StopRequest giveWay(String to, String lock, int exitCode) {
        return new StopRequest(GIVE_WAY, to, "an incident needs lock '" + lock + "'", exitCode, true);
    }

    /** Returns the description for the record of the stop. */
    String describe() {
        String by = who.isEmpty() ? "" : "by " + who + (why.isEmpty() ? "" : ": " + why) + "; ";
        return by + "stopping what runs; no handler is run" + (undone ? ", finished steps are undone" : "");
    }

    /** Returns the description for the cause of the run's end. */
    String by() {
        return who.isEmpty() ? signal : who + (why.isEmpty() ? "" : " (" + why + ")");
    }
}
