package dev.runbook.trigger;

import dev.runbook.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The runbook that a trigger starts.
 *
 * @param locks of the runbook and of every runbook it may reach
 * @param approval the yes it waits for; empty if it begins at once
 */
public record Start(String runbook, Path file, Set<String> locks, Optional<Duration> rto, Optional<Approval> approval) {
    public static Start of(Plan plan, Optional<Approval> approval) {
        return new Start(
                plan.id(),
                plan.file(),
                plan.withOthers().flatMap(one -> one.locks().stream()).collect(Collectors.toCollection(TreeSet::new)),
                plan.rto().map(target -> target.time()),
                approval);
    }

    /** Returns what two runs must not have in common: a lock, or without any lock the runbook itself. */
    public Set<String> claims() {
        return locks.isEmpty() ? Set.of("runbook " + runbook) : locks;
    }
}
