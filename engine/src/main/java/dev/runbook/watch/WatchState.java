package dev.runbook.watch;

import dev.runbook.trigger.LastStart;
import dev.runbook.trigger.TriggerState;
import java.util.List;

/**
 * What is kept of one watched file between evaluations.
 *
 * @param starts the latest start for each lock
 * @param requested incidents whose run has not been seen to start yet
 * @param messages messages that have not been delivered yet
 * @param since when each trigger that fires after runs was first watched
 * @param followed the runs after which a trigger has fired
 */
public record WatchState(
        List<Named> triggers,
        List<LastStart> starts,
        List<Requested> requested,
        List<Unsent> messages,
        List<Since> since,
        List<Followed> followed) {
    public static final WatchState EMPTY =
            new WatchState(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public WatchState {
        triggers = List.copyOf(triggers);
        starts = List.copyOf(starts);
        requested = List.copyOf(requested);
        messages = List.copyOf(messages);
        since = List.copyOf(since);
        followed = List.copyOf(followed);
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
}
