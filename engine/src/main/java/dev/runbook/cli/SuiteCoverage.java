package dev.runbook.cli;

import dev.runbook.journal.event.FailurePath;
import dev.runbook.journal.event.FiredTrigger;
import dev.runbook.model.RunView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The failure paths of the runbooks of a suite, and the triggers that start them, and which of them its drills exercised.
 * Used by one thread.
 */
final class SuiteCoverage {
    private final Map<String, Map<String, FailurePath>> byRunbook = new LinkedHashMap<>();

    /** Adds a trigger that starts a runbook; its own drill exercises it, and a drill that begins with the detection of a fault. */
    void add(String runbook, String trigger) {
        paths(runbook).put(what(trigger), path(trigger, FailurePath.Taken.NEVER));
    }

    /** Notes that the drill of a trigger has made it request the start of a runbook. */
    void exercised(String runbook, String trigger) {
        paths(runbook).put(what(trigger), path(trigger, FailurePath.Taken.NOW));
    }

    /** Adds what one drill reported about its runbook. */
    void add(RunView run) {
        Map<String, FailurePath> paths = paths(run.started().runbook().id());
        run.started()
                .trigger()
                .map(FiredTrigger::name)
                .ifPresent(trigger -> paths.put(what(trigger), path(trigger, FailurePath.Taken.NOW)));
        for (FailurePath path : run.failurePaths()) {
            FailurePath known = paths.get(path.what());
            if (known == null || path.taken() == FailurePath.Taken.NOW) {
                paths.put(path.what(), path);
            }
        }
    }

    private Map<String, FailurePath> paths(String runbook) {
        return byRunbook.computeIfAbsent(runbook, id -> new LinkedHashMap<>());
    }

    private static String what(String trigger) {
        return "trigger '" + trigger + "' starts it";
    }

    private static FailurePath path(String trigger, FailurePath.Taken taken) {
        return new FailurePath(FailurePath.Kind.TRIGGER, what(trigger), taken, Optional.empty(), "");
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
