package dev.runbook.journal.event;

import java.util.List;

/** Another runbook begins inside this run, under the step path {@code step}. */
public record FollowStarted(
        String step, String runbook, boolean fallback, Targets targets, String textHash, List<PlannedStep> plan)
        implements Event {}
