package dev.runbook.environment;

import java.util.List;

/**
 * A declared drill of triggers: what is broken in the lab, and which triggers fire because of it; or the runs that
 * triggers follow.
 *
 * @param faults in the order in which they are put in
 * @param after the runbooks whose ended runs are followed; empty for all that the triggers name
 * @param clock how many times faster the triggers are evaluated
 * @param at the place of the declaration, {@code file:line}
 */
public record TriggerScenario(
        List<String> faults, List<ExpectedTrigger> expected, List<String> after, int clock, String at) {
    public TriggerScenario {
        faults = List.copyOf(faults);
        expected = List.copyOf(expected);
        after = List.copyOf(after);
    }
}
