package dev.runbook.cli;

import dev.runbook.action.OrphanFinder;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.model.RunObserver;
import dev.runbook.model.StepView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tracks the steps in progress and their processes, which may continue when the engine is ended at once. Thread-safe.
 */
final class ActiveAttempts implements RunObserver {
    private final OrphanFinder processes;
    /** The markers of attempts in progress, by step. */
    private final Map<String, String> markers = new LinkedHashMap<>();

    ActiveAttempts(OrphanFinder processes) {
        this.processes = processes;
    }

    @Override
    public synchronized void attemptStarted(AttemptStarted attempt) {
        markers.put(attempt.step(), attempt.marker());
    }

    @Override
    public synchronized void attemptEnded(StepView step, AttemptFinished attempt) {
        markers.remove(attempt.step());
    }

    /** {@code 'Stubborn' may still run (process 4711 (sleep)); }; empty when nothing was in progress. */
    synchronized String describe() {
        if (markers.isEmpty()) {
            return "";
        }
        List<OrphanFinder.Leftover> all = processes.all();
        return markers.entrySet().stream()
                        .map(step -> "'" + step.getKey() + "'" + processes(all, step.getValue()))
                        .collect(Collectors.joining(", "))
                + " may still run; ";
    }

    private static String processes(List<OrphanFinder.Leftover> all, String marker) {
        String named = all.stream()
                .filter(one -> one.marker().equals(marker))
                .map(OrphanFinder.Leftover::description)
                .collect(Collectors.joining(", "));
        return named.isEmpty() ? "" : " (" + named + ")";
    }
}
