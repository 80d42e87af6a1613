package dev.runbook.cli;

import dev.runbook.journal.event.FailurePath;
import dev.runbook.model.RunView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The failure paths of the runbooks of a suite, and which of them its drills exercised. Used by one thread.
 */
final class SuiteCoverage {
    private final Map<String, Map<String, FailurePath>> byRunbook = new LinkedHashMap<>();

    /** Adds what one drill reported about its runbook. */
    void add(RunView run) {
        Map<String, FailurePath> paths =
                byRunbook.computeIfAbsent(run.started().runbook().id(), id -> new LinkedHashMap<>());
        for (FailurePath path : run.failurePaths()) {
            FailurePath known = paths.get(path.what());
            if (known == null || path.taken() == FailurePath.Taken.NOW) {
                paths.put(path.what(), path);
            }
        }
    }

    /** Returns the coverage of each runbook that has failure paths, in the order of their first drills. */
    List<SuiteReport.FailurePaths> coverage() {
        List<SuiteReport.FailurePaths> coverage = new ArrayList<>();
        byRunbook.forEach((runbook, paths) -> {
            List<String> never = paths.values().stream()
                    .filter(path -> path.taken() != FailurePath.Taken.NOW)
                    .map(FailurePath::what)
                    .toList();
            if (!paths.isEmpty()) {
                coverage.add(new SuiteReport.FailurePaths(runbook, paths.size(), paths.size() - never.size(), never));
            }
        });
        return List.copyOf(coverage);
    }
}
