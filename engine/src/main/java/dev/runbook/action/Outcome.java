package dev.runbook.action;

import dev.runbook.value.Result;
import dev.runbook.value.StopProof;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one attempt of an action left behind.
 *
 * @param result without {@code expect}, {@code OK} only on exit code 0, no SQL error, a 2xx status
 * @param values what conditions and handles read ({@code stdout}, {@code exitCode}, {@code rows}, …): plain Strings,
 *     Numbers, Booleans, Lists and Maps, bounded in size, unmasked (they never reach the journal unmasked)
 * @param cause one line why it is not ok, for people; empty when it is
 * @param stop present when the engine stopped it
 * @param answered whether the action came to an answer that conditions may judge (an exit code, a status, rows), as
 *     opposed to being stopped, refused or cut
 * @param silent whether that answer is only that there was none, which conditions may judge too (status 0, no data)
 */
public record Outcome(
        Result result,
        Map<String, Object> values,
        String cause,
        Optional<StopProof> stop,
        boolean answered,
        boolean silent) {
    public Outcome {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public Outcome(
            Result result, Map<String, Object> values, String cause, Optional<StopProof> stop, boolean answered) {
        this(result, values, cause, stop, answered, false);
    }

    public static Outcome ok(Map<String, Object> values) {
        return new Outcome(Result.OK, values, "", Optional.empty(), true);
    }

    /** An answer that is not good by itself; an {@code expect} may still accept it (an exit code, a 404). */
    public static Outcome answered(Result result, Map<String, Object> values, String cause) {
        return new Outcome(result, values, cause, Optional.empty(), true);
    }

    /** Nobody answered, or nothing was known, and conditions may judge that. */
    public static Outcome silence(Map<String, Object> values, String cause) {
        return new Outcome(Result.FAILED, values, cause, Optional.empty(), true, true);
    }

    /** Whether it tells how things stand out there: what a resume may go by when it asks if a step was already done. */
    public boolean decides() {
        return answered && !silent;
    }

    /** No answer: refused, not reached, not found. */
    public static Outcome failed(String cause) {
        return new Outcome(Result.FAILED, Map.of(), cause, Optional.empty(), false);
    }

    /** A side effect may or may not have happened. */
    public static Outcome unknown(String cause, Map<String, Object> values) {
        return new Outcome(Result.UNKNOWN, values, cause, Optional.empty(), false);
    }

    public static Outcome stopped(StopSignal.Reason reason, Map<String, Object> values, String cause, StopProof proof) {
        Result result = reason == StopSignal.Reason.DEADLINE ? Result.TIMED_OUT : Result.CANCELLED;
        return new Outcome(result, values, cause, Optional.of(proof), false);
    }
}
