package dev.runbook.run;

import dev.runbook.environment.Environment;
import dev.runbook.journal.event.FiredTrigger;
import dev.runbook.journal.event.Mode;
import dev.runbook.journal.event.Selection;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.run.drill.Injection;
import dev.runbook.run.people.RequestedRunbook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to run a runbook.
 *
 * @param who the person who requested it, for the journal
 * @param since when the outage began, if the RTO clock is to count from there
 * @param trigger the trigger that requested it, if one did
 * @param selection which steps; all of them unless the operator chose some
 * @param injections faults, for drills only
 * @param clock how many times faster waits of a fixed length pass, in drills only; 1 for real speed
 * @param versions of engine, Groovy, Java and system, for the journal
 */
public record RunRequest(
        ReadRunbook runbook,
        Environment environment,
        Mode mode,
        String who,
        Optional<Instant> since,
        Optional<FiredTrigger> trigger,
        Selection selection,
        List<Injection> injections,
        int clock,
        Map<String, String> versions) {
    /** Returns the request of a trigger, which may require an approval. */
    public RunRequest triggeredBy(FiredTrigger fired) {
        Optional<FiredTrigger> by = Optional.of(fired);
        return new RunRequest(
                RequestedRunbook.of(runbook, by),
                environment,
                mode,
                who,
                since,
                by,
                selection,
                injections,
                clock,
                versions);
    }

    /**
     * Returns the request with the outage beginning {@code when} it was made, if it has {@code waited} and no beginning
     * was given.
     */
    RunRequest askedFor(Instant when, boolean waited) {
        return waited && since.isEmpty()
                ? new RunRequest(
                        runbook,
                        environment,
                        mode,
                        who,
                        Optional.of(when),
                        trigger,
                        selection,
                        injections,
                        clock,
                        versions)
                : this;
    }
}
