package dev.runbook.run.state;

import dev.runbook.value.Result;
import java.util.Map;

/**
 * The result of one attempt, after its conditions were judged.
 *
 * @param values what handles and conditions read, unmasked
 * @param answered whether the attempt shows the state of the system, as opposed to having been stopped, refused or cut
 * off
 */
public record AttemptEnd(Result result, String cause, Map<String, Object> values, boolean answered) {
    /** For callers that only need how the attempt ended. */
    public AttemptEnd(Result result, String cause, Map<String, Object> values) {
        this(result, cause, values, result == Result.OK || result == Result.FAILED);
    }
}
