package dev.runbook.journal.event;

import java.util.List;

/**
 * The last record of a run that ended.
 *
 * @param notUndone how many steps were to be undone and were not
 * @param trace where a failed run failed, and whether a resume can continue there
 */
public record RunFinished(
        RunStatus status, int exitCode, String cause, List<Verdict> verdicts, int notUndone, FailureTrace trace)
        implements Event {}
