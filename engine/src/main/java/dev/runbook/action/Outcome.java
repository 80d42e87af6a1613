package dev.runbook.action;

import dev.runbook.value.Result;
import dev.runbook.value.StopProof;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one attempt of an action left behind.
 *
 * @param result without {@code expect}, {@code OK} only on exit code 0, no SQL error, a 2xx status
 * @param values what conditions and handles read ({@code stdout}, {@code exitCode}, {@code rows}, …): plain Strings,
 *     Numbers, Booleans, Lists and Maps, bounded in size, unmasked (they never reach the journal unmasked)
 * @param cause one line why it is not ok, for people; empty when it is
 * @param stop present when the engine stopped it
 * @param answer what conditions may say of it
 */
public record Outcome(
        Result result, Map<String, Object> values, String cause, Optional<StopProof> stop, Answer answer) {

    /** What there is for conditions to judge. From the best to the worst. */
    public enum Answer {
        /** An exit code, a status, rows: conditions may judge it, good or bad. */
        COMPLETE,
        /** Nobody answered, or there was no data: only a condition that names the absence can hold. */
        ABSENT,
        /** The command was not found, not executable, or was killed: only conditions that name its exit code judge it. */
        NOT_RUN,
        /** Stopped, refused or cut: there is nothing to judge. */
        NONE;

        /** @param names what the conditions read */
        public boolean mayBeJudged(Set<String> names) {
            return this == COMPLETE || this == ABSENT || (this == NOT_RUN && names.contains("exitCode"));
        }

        /** The worse of the two. */
        public Answer and(Answer other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    public Outcome {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** @param answered whether conditions may judge it */
    public Outcome(
            Result result, Map<String, Object> values, String cause, Optional<StopProof> stop, boolean answered) {
        this(result, values, cause, stop, answered ? Answer.COMPLETE : Answer.NONE);
    }

    public static Outcome ok(Map<String, Object> values) {
        return new Outcome(Result.OK, values, "", Optional.empty(), true);
    }

    /** An answer that is not good by itself; an {@code expect} may still accept it (an exit code, a 404). */
    public static Outcome answered(Result result, Map<String, Object> values, String cause) {
        return new Outcome(result, values, cause, Optional.empty(), true);
    }

    /** Nobody answered: refused, not reached. */
    public static Outcome noAnswer(String cause) {
        return silence(Map.of(), cause);
    }

    /** Nobody answered, or there was no data. */
    public static Outcome silence(Map<String, Object> values, String cause) {
        return new Outcome(Result.FAILED, values, cause, Optional.empty(), Answer.ABSENT);
    }

    /** A command that ended, but not by itself or without having begun. */
    public static Outcome notRun(Map<String, Object> values, String cause) {
        return new Outcome(Result.FAILED, values, cause, Optional.empty(), Answer.NOT_RUN);
    }

    /** Whether the action came to an end of its own, as opposed to being stopped, refused or cut. */
    public boolean answered() {
        return answer != Answer.NONE;
    }

    /** Whether it says something about the system: what a resume may go by when it asks if a step was already done. */
    public boolean decides() {
        return answer == Answer.COMPLETE;
    }

    /** There is nothing to judge: a mistake, or an answer that is none. */
    public static Outcome failed(String cause) {
        return new Outcome(Result.FAILED, Map.of(), cause, Optional.empty(), false);
    }

    /** A side effect may or may not have happened. */
    public static Outcome unknown(String cause, Map<String, Object> values) {
        return new Outcome(Result.UNKNOWN, values, cause, Optional.empty(), false);
    }

    public static Outcome stopped(
            CancellationToken.Reason reason, Map<String, Object> values, String cause, StopProof proof) {
        Result result = reason == CancellationToken.Reason.DEADLINE ? Result.TIMED_OUT : Result.CANCELLED;
        return new Outcome(result, values, cause, Optional.of(proof), false);
    }
}
