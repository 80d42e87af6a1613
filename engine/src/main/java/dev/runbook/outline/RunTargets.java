package dev.runbook.outline;

import dev.runbook.journal.event.Targets;
import dev.runbook.plan.Plan;
import dev.runbook.plan.RtoTarget;
import java.time.Duration;
import java.util.Optional;

/** The objectives of a plan, as journals record them. */
public final class RunTargets {
    private RunTargets() {}

    public static Targets of(Plan plan) {
        return new Targets(
                millis(plan.rto().map(RtoTarget::time)),
                millis(plan.rto().flatMap(RtoTarget::limit)),
                millis(plan.rpo()),
                plan.namedRpos().entrySet().stream()
                        .map(rpo -> new Targets.NamedRpo(
                                rpo.getKey(), rpo.getValue().toMillis()))
                        .toList());
    }

    private static long millis(Optional<Duration> time) {
        return time.map(Duration::toMillis).orElse(-1L);
    }
}
