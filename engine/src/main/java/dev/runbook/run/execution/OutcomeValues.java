package dev.runbook.run.execution;

import dev.runbook.action.Outcome;
import dev.runbook.value.NoAnswer;
import dev.runbook.value.NoResult;
import dev.runbook.value.Result;
import dev.runbook.value.UnavailableValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** What conditions may read of an outcome: the values of the action, and whether it ended well by itself. */
public final class OutcomeValues {
    private OutcomeValues() {}

    /** @param step the name of the step, for people */
    public static Map<String, Object> of(String step, Outcome outcome) {
        Map<String, Object> values = new LinkedHashMap<>(outcome.values());
        values.put("ok", outcome.result() == Result.OK);
        values.put(
                UnavailableValue.OTHERS,
                outcome.answer() == Outcome.Answer.ABSENT
                        ? new NoAnswer("") // the cause is told after the conditions
                        : new NoResult(step, true, ""));
        return values;
    }
}
