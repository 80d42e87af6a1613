package dev.runbook.run;

import dev.runbook.environment.Environment;
import dev.runbook.plan.ReadRunbook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to run.
 *
 * @param who the person who asked for it, for the record
 * @param since when the outage began, if the promise's clock is to count from there
 * @param selection which steps; all of them unless a person says otherwise
 * @param injections faults, for drills only
 * @param versions of engine, Groovy, Java and system, for the record
 */
public record RunRequest(
        ReadRunbook runbook,
        Environment environment,
        Mode mode,
        String who,
        Optional<Instant> since,
        StepSelection selection,
        List<Injection> injections,
        Map<String, String> versions) {
    /** The same, if it has {@code waited} and nobody said when the outage began: it had begun when this was asked for. */
    RunRequest askedFor(Instant when, boolean waited) {
        return waited && since.isEmpty()
                ? new RunRequest(runbook, environment, mode, who, Optional.of(when), selection, injections, versions)
                : this;
    }
}
