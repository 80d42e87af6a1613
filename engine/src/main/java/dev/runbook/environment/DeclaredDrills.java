package dev.runbook.environment;

import java.util.List;

/** What a {@code drills.yaml} declares: drills of runbooks, drills of triggers, and the triggers that have none. */
public record DeclaredDrills(
        List<DrillScenario> runbooks, List<TriggerScenario> triggers, List<UndrilledTrigger> notDrilled) {
    public DeclaredDrills {
        runbooks = List.copyOf(runbooks);
        triggers = List.copyOf(triggers);
        notDrilled = List.copyOf(notDrilled);
    }
}
