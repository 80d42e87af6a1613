package dev.runbook.run;

import dev.runbook.value.Result;
import java.util.Map;

/**
 * How one attempt ended, its conditions judged.
 *
 * @param values what handles and conditions read, unmasked
 * @param answered whether it tells how things stand, as opposed to having been stopped, refused or cut off
 */
record AttemptEnd(Result result, String cause, Map<String, Object> values, boolean answered) {
    /** For what only asks how the attempt ended. */
    AttemptEnd(Result result, String cause, Map<String, Object> values) {
        this(result, cause, values, result == Result.OK || result == Result.FAILED);
    }
}
