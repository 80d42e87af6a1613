package dev.runbook.transcript;

import dev.runbook.journal.event.StepKind;
import dev.runbook.model.RunView;
import dev.runbook.model.StepView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Creates a link anchor for each step from its path, so that it is the same in every run. */
final class StepLinks {
    private final Map<StepView, String> names = new HashMap<>();
    private final Map<String, String> byPath = new HashMap<>();

    StepLinks(RunView run) {
        Set<String> taken = new HashSet<>();
        for (StepView step : run.allSteps()) {
            String plain = (step.path().isEmpty() ? step.name() : step.path())
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}]+", "-")
                    .replaceAll("^-|-$", "");
            String base = "step-" + (step.kind() == StepKind.ON_FAILURE ? "on-failure-" : "") + plain;
            String name = base;
            for (int i = 2; !taken.add(name); i++) {
                name = base + "-" + i;
            }
            names.put(step, name);
            if (!step.path().isEmpty()) {
                byPath.putIfAbsent(step.path(), name);
            }
        }
    }

    String of(StepView step) {
        return names.get(step);
    }

    /** Returns the anchor; empty for a path that is not a step. */
    Optional<String> of(String path) {
        return Optional.ofNullable(byPath.get(path));
    }
}
