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
 * @param notCleanedUp the steps of cleanups that did not run because the engine had died
 */
public record AbortReport(
        String run,
        Optional<RunStatus> status,
        List<String> stopped,
        List<String> survivors,
        List<String> notCleanedUp) {}
