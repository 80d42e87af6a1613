package dev.runbook.journal.event;

import dev.runbook.value.Result;
import java.util.List;
import java.util.Map;

/**
 * An attempt of a step ended.
 *
 * @param facts short, masked values worth reading ({@code exitCode}, {@code status}, {@code rows}), as text
 */
public record AttemptFinished(
        String step,
        int number,
        Result result,
        String cause,
        List<FailedCondition> failed,
        StopReport stopped,
        Map<String, String> facts,
        StepValues values,
        OutputSummary output)
        implements Event {
    /** Returns the same without the values of the step, which may be large and are not shown. */
    public AttemptFinished withoutValues() {
        return new AttemptFinished(step, number, result, cause, failed, stopped, facts, StepValues.NONE, output);
    }

    /** Returns whether the conditions that did not hold say why it failed: at least one of them could be judged. */
    public boolean failedByConditions() {
        return failed.stream().anyMatch(condition -> condition.undecided().isEmpty());
    }

    /** The step's end, a wait or the next attempt is recorded immediately afterwards, before anything else is done. */
    @Override
    public boolean awaited() {
        return false;
    }
}
