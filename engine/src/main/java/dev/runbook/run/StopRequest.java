package dev.runbook.run;

/**
 * Somebody wants a live run to stop.
 *
 * @param signal how it came: {@code INT}, {@code TERM}, {@code abort}, {@code give way}
 * @param who asked for it; empty for a signal, which says only that
 * @param why in their words; may be empty
 * @param exitCode of the engine then
 * @param undone whether finished steps are undone before the run ends
 */
public record StopRequest(String signal, String who, String why, int exitCode, boolean undone) {
    /** The signal of a drill that gives way: it takes back what it did. */
    static final String GIVE_WAY = "give way";

    /** A signal of the operating system. */
    public static StopRequest signal(String name, int exitCode) {
        return new StopRequest(name, "", "", exitCode, false);
    }

    /** A person on another terminal. */
    public static StopRequest abort(String who, String why, int exitCode) {
        return new StopRequest("abort", who, why, exitCode, false);
    }

    /** A drill makes room for an incident. */
    public static StopRequest giveWay(String to, String lock, int exitCode) {
        return new StopRequest(GIVE_WAY, to, "an incident needs lock '" + lock + "'", exitCode, true);
    }

    /** For the record of the stop. */
    String describe() {
        String by = who.isEmpty() ? "" : "by " + who + (why.isEmpty() ? "" : ": " + why) + "; ";
        return by + "stopping what runs; no handler is run" + (undone ? ", finished steps are undone" : "");
    }

    /** For the cause of the run's end. */
    String by() {
        return who.isEmpty() ? signal : who + (why.isEmpty() ? "" : " (" + why + ")");
    }
}
