package dev.runbook.run.resume;

import dev.runbook.journal.event.DecidedBy;
import dev.runbook.journal.event.FailureTrace;
import dev.runbook.run.state.TaskEnd;
import dev.runbook.value.Result;
import java.util.Map;
import java.util.Optional;

/**
 * A step whose record is complete.
 *
 * @param place its position in the order of finishing
 * @param by what decided its end
 * @param inside where a verify or a followed runbook inside the step failed
 * @param was its progress before it finished
 */
public record FinishedStep(
        int place,
        Result result,
        int attempts,
        String cause,
        Map<String, Object> values,
        DecidedBy by,
        Optional<FailureTrace> inside,
        StepInProgress was) {
    public TaskEnd end() {
        return new TaskEnd(result, attempts, cause, values, by, inside);
    }
}
