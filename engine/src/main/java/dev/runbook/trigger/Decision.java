package dev.runbook.trigger;

/**
 * What follows for one trigger from one evaluation.
 *
 * @param reason details for people: the trigger that covers it, the run that holds the lock; may be empty
 */
public record Decision(Trigger trigger, Judgement judgement, TriggerState state, Effect effect, String reason) {
    /** What follows. */
    public enum Effect {
        /** Nothing: the sample is good. */
        NONE,
        /** Nothing: there is no data. */
        NO_DATA,
        /** Bad, but not for long enough. */
        WINDOW_OPEN,
        /** Has fired already, and there was no good sample since. */
        FIRED_BEFORE,
        /** Turned off in this environment. */
        DISABLED,
        /** A run was started for the same lock a short time ago. */
        COOLDOWN,
        /** A run holds the lock. */
        LOCKED,
        /** A more severe trigger starts its runbook for the same lock. */
        COVERED,
        /** The message is sent. */
        TELLS,
        /** The runbook is started and waits for an approval; the message is sent. */
        ASKS,
        /** The runbook is started, and the message is sent. */
        STARTS
    }

    public boolean acts() {
        return effect == Effect.TELLS || requestsRun();
    }

    /** Returns whether a run is requested, which may wait for an approval. */
    public boolean requestsRun() {
        return effect == Effect.ASKS || effect == Effect.STARTS;
    }
}
