package dev.runbook.journal.event;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first record of every journal.
 *
 * @param format of the journal: 2 since every decision is typed
 * @param engine the process that started the run
 * @param since when the outage began, if the RTO clock counts from there; empty otherwise
 * @param trigger the trigger that started the run; empty if a person or another program did
 * @param parameters masked values as text, by name
 * @param files SHA-256, in hex, of each text the run uses, by the name of its copy: runbooks, templates, scripts, and
 * the environment's data
 */
public record RunStarted(
        int format,
        String run,
        Mode mode,
        RunbookInfo runbook,
        EnvironmentInfo environment,
        EngineProcess engine,
        Targets targets,
        String since,
        Optional<FiredTrigger> trigger,
        Selection selection,
        Map<String, String> parameters,
        List<PlannedStep> plan,
        Map<String, String> files)
        implements Event {
    /** The newest format, which this engine writes; newer ones cannot be read. */
    public static final int FORMAT = 2;

    /** Returns the hash of the runbook's own text; empty in a journal that has none. */
    public String textHash() {
        return files.getOrDefault(runbook.id() + ".groovy", "");
    }
}
