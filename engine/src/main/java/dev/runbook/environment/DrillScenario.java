package dev.runbook.environment;

import java.util.List;
import java.util.Map;

/**
 * One declared drill: what is broken in the lab, which runbook is run, and how it must end.
 *
 * @param runbook the id, system/name
 * @param faults in the order in which they are put in
 * @param parameters of the runbook; {@code ${lab.NAME}} in a value is replaced by a value of the lab's state
 * @param detect whether the run begins when a trigger has detected the faults
 * @param at the place of the declaration, {@code file:line}
 */
public record DrillScenario(
        String runbook,
        List<String> faults,
        DrillResult expected,
        Map<String, String> parameters,
        boolean detect,
        String at) {
    public DrillScenario {
        faults = List.copyOf(faults);
        parameters = Map.copyOf(parameters);
    }
}
