package dev.runbook.cli;

import dev.runbook.journal.event.RunStatus;
import java.util.List;
import java.util.Optional;

/**
 * The result of {@code runbook abort} for programs.
 *
 * @param status how the run ended; null if it is still running
 * @param stopped what was stopped, one line each
 * @param survivors the processes that could not be stopped
 */
public record AbortReport(String run, Optional<RunStatus> status, List<String> stopped, List<String> survivors) {}
