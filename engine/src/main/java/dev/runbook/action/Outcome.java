package dev.runbook.action;

import dev.runbook.value.Result;
import dev.runbook.value.StopProof;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The outcome of one attempt of an action.
 *
 * @param result without {@code expect}: {@code OK} only for exit code 0, no SQL error, a 2xx status
 * @param values what conditions and handles read ({@code stdout}, {@code exitCode}, {@code rows}, …): plain Strings,
 *     Numbers, Booleans, Lists and Maps, limited in size, unmasked (they never reach the journal unmasked)
 * @param cause one line for people that says why the result is not ok; empty when it is
 * @param stop present if the engine stopped the action
 * @param answer which conditions may judge it
 */
public record Outcome(
        Result result, Map<String, Object> values, String cause, Optional<StopProof> stop, Answer answer) {

    /** What conditions can judge, from best to worst. */
    public enum Answer {
        /** An exit code, a status or rows: all conditions may judge it. */
        COMPLETE,
        /** There was no response or no data: only a condition that tests for that can hold. */
        ABSENT,
        /**
         * The command was not found, not executable, or was killed: only conditions that name its exit code judge it.
         */
        NOT_RUN,
        /** Stopped, rejected or cut off: conditions cannot judge it. */
        NONE;

        /**
         * @param names the values that the conditions read
         */
        public boolean mayBeJudged(Set<String> names) {
            return this == COMPLETE || this == ABSENT || (this == NOT_RUN && names.contains("exitCode"));
        }

        /** Returns the worse of the two. */
        public Answer and(Answer other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    public Outcome {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * @param answered whether conditions may judge it
     */
    public Outcome(
            Result result, Map<String, Object> values, String cause, Optional<StopProof> stop, boolean answered) {
        this(result, values, cause, stop, answered ? Answer.COMPLETE : Answer.NONE);
    }

    public static Outcome ok(Map<String, Object> values) {
        return new Outcome(Result.OK, values, "", Optional.empty(), true);
    }

    /**
     * Creates the outcome of a response that is not ok by default; an {@code expect} may still accept it (an exit code,
     * a 404).
     */
    public static Outcome answered(Result result, Map<String, Object> values, String cause) {
        return new Outcome(result, values, cause, Optional.empty(), true);
    }

    /** Creates the outcome of an action that received no response: connection refused, unreachable. */
    public static Outcome noAnswer(String cause) {
        return silence(Map.of(), cause);
    }

    /** Creates the outcome of an action that received no response or no data. */
    public static Outcome silence(Map<String, Object> values, String cause) {
        return new Outcome(Result.FAILED, values, cause, Optional.empty(), Answer.ABSENT);
    }

    /** Creates the outcome of a command that was killed or did not start. */
    public static Outcome notRun(Map<String, Object> values, String cause) {
        return new Outcome(Result.FAILED, values, cause, Optional.empty(), Answer.NOT_RUN);
    }

    /** Returns whether the action completed, as opposed to being stopped, rejected or cut off. */
    public boolean answered() {
        return answer != Answer.NONE;
    }

    /**
     * Returns whether the outcome says something about the system, so that a resume can use it to decide whether a step
     * was already done.
     */
    public boolean decides() {
        return answer == Answer.COMPLETE;
    }

    /** Creates an outcome that conditions cannot judge: a mistake, or an invalid response. */
    public static Outcome failed(String cause) {
        return new Outcome(Result.FAILED, Map.of(), cause, Optional.empty(), false);
    }

    /** Creates the outcome of an action whose side effect may or may not have happened. */
    public static Outcome unknown(String cause, Map<String, Object> values) {
        return new Outcome(Result.UNKNOWN, values, cause, Optional.empty(), false);
    }

    public static Outcome stopped(
            CancellationToken.Reason reason, Map<String, Object> values, String cause, StopProof proof) {
        Result result = reason == CancellationToken.Reason.DEADLINE ? Result.TIMED_OUT : Result.CANCELLED;
        return new Outcome(result, values, cause, Optional.of(proof), false);
    }
}
