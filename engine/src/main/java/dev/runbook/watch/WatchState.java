package dev.runbook.watch;

import dev.runbook.trigger.LastStart;
import dev.runbook.trigger.TriggerState;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of one watched file between evaluations.
 *
 * @param starts the latest start for each lock
 * @param requested incidents whose run has not been seen to start yet
 * @param messages messages that have not been delivered yet
 * @param since when each trigger that fires after runs was first watched
 * @param followed the runs after which a trigger has fired
 * @param declared what the file declared when it was last read; empty if an older engine wrote the state
 * @param clock the clocks of the machine when the latest sample was taken; empty if its boot is unknown
 */
public record WatchState(
        List<Named> triggers,
        List<LastStart> starts,
        List<Requested> requested,
        List<Unsent> messages,
        List<Since> since,
        List<Followed> followed,
        List<Declared> declared,
        Optional<Clocks> clock) {
    public static final WatchState EMPTY = new WatchState(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Optional.empty());

    public WatchState {
        triggers = List.copyOf(triggers);
        starts = List.copyOf(starts);
        requested = List.copyOf(requested);
        messages = List.copyOf(messages);
        since = List.copyOf(since);
        followed = List.copyOf(followed);
        declared = List.copyOf(declared);
    }

    /** Returns this state with other clocks. */
    WatchState at(Optional<Clocks> other) {
        return new WatchState(triggers, starts, requested, messages, since, followed, declared, other);
    }

    /** The state of a trigger, by its name. */
    public record Named(String name, TriggerState state) {}

    /** @param at when it was requested, milliseconds since 1970 */
    public record Requested(String incident, String trigger, long at) {}

    /** A message to a channel. */
    public record Unsent(String id, String channel, String text) {}

    /** @param at milliseconds since 1970 */
    public record Since(String trigger, long at) {}

    /**
     * A run after which a trigger has fired.
     *
     * @param at when it fired, milliseconds since 1970
     * @param retryAt when it may fire again, because no run was started; -1 if never
     */
    public record Followed(String trigger, String run, String incident, long at, long retryAt) {}

    /**
     * A declaration of the file.
     *
     * @param judged a hash of what decides about good and bad
     * @param whole a hash of the whole declaration
     */
    public record Declared(Kind kind, String name, String judged, String whole) {
        /** What is declared. */
        public enum Kind {
            MEASUREMENT,
            SCORE,
            TRIGGER,
            FOLLOW_UP
        }
    }

    /**
     * The clocks of the machine at one moment.
     *
     * @param wall milliseconds since 1970
     * @param boot the id of the boot
     * @param upMs since the boot, time asleep included
     */
    public record Clocks(long wall, String boot, long upMs) {}
}
