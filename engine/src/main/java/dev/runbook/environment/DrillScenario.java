package dev.runbook.environment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One declared drill: what is broken in the lab, which runbook is run, and how it must end.
 *
 * @param runbook the id, system/name
 * @param faults in the order in which they are put in
 * @param injections faults in place of steps, as {@code --inject} takes them
 * @param clock how many times faster waits of a fixed length pass; 1 for real speed
 * @param parameters of the runbook; {@code ${lab.NAME}} in a value is replaced by a value of the lab's state
 * @param changes what the drill is to change in the state of the lab
 * @param detect whether the run begins when a trigger has detected the faults
 * @param at the place of the declaration, {@code file:line}
 */
public record DrillScenario(
        String runbook,
        List<String> faults,
        List<String> injections,
        DrillResult expected,
        int clock,
        Map<String, String> parameters,
        ExpectedChanges changes,
        boolean detect,
        String at) {
    public DrillScenario {
        faults = List.copyOf(faults);
        injections = List.copyOf(injections);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
