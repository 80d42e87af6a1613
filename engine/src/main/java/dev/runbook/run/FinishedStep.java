package dev.runbook.run;

import dev.runbook.journal.DecidedBy;
import dev.runbook.journal.FailureTrace;
import dev.runbook.value.Result;
import java.util.Map;
import java.util.Optional;

/**
 * A step whose record is complete.
 *
 * @param place counts them in the order they finished
 * @param by what decided its end
 * @param inside of one in which a verify or a followed runbook failed: where
 * @param was how far it had come
 */
record FinishedStep(
        int place,
        Result result,
        int attempts,
        String cause,
        Map<String, Object> values,
        DecidedBy by,
        Optional<FailureTrace> inside,
        StepInProgress was) {
    TaskEnd end() {
        return new TaskEnd(result, attempts, cause, values, by, inside);
    }
}
