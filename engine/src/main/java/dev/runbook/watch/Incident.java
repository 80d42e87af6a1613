package dev.runbook.watch;

import dev.runbook.journal.event.FiredTrigger;
import dev.runbook.journal.event.RequestedApproval;
import dev.runbook.journal.event.TriggerSample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The request of a trigger to start a run, as kept on disk. The run reads it, so that no value is on a command line.
 *
 * @param id unique; at most one run is started for it
 * @param file the id of the file that declares the trigger
 * @param runbook the file of the runbook
 * @param firstBad an ISO text
 * @param decidedAt an ISO text
 * @param arguments the parameters of the run
 * @param covered the triggers that fired too
 * @param approval the approval that the start waits for; empty if it begins at once
 * @param afterRun the ended run that it follows; empty if samples decided
 */
public record Incident(
        String id,
        String file,
        String environment,
        String trigger,
        String severity,
        String runbook,
        String firstBad,
        String decidedAt,
        List<Argument> arguments,
        List<String> covered,
        List<TriggerSample> samples,
        Optional<RequestedApproval> approval,
        String afterRun) {
    public Incident {
        arguments = List.copyOf(arguments);
        covered = List.copyOf(covered);
        samples = List.copyOf(samples);
    }

    /** A parameter of the run and its value. */
    public record Argument(String name, String value) {}

    /** Returns the parameters of the run by name. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        arguments.forEach(argument -> parameters.put(argument.name(), argument.value()));
        return parameters;
    }

    /** Returns the trigger for the run's journal. */
    public FiredTrigger fired() {
        return new FiredTrigger(
                id, trigger, severity, file, firstBad, decidedAt, covered, samples, approval, afterRun, "");
    }
}
