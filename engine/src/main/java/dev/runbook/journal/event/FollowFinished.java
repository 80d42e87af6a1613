package dev.runbook.journal.event;

/**
 * A runbook inside this run ended.
 *
 * @param clockMs the time on its own RTO clock
 */
public record FollowFinished(String step, String runbook, boolean fallback, RunStatus status, long clockMs)
        implements Event {}
