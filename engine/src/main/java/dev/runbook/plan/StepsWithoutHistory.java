package dev.runbook.plan;

import dev.runbook.value.StepPath;
import java.util.ArrayList;
import java.util.List;

/** Finds the steps on the path without failures that have never succeeded in an earlier run. */
final class StepsWithoutHistory {
    private final PastTimes past;
    private final List<String> names = new ArrayList<>();

    StepsWithoutHistory(PastTimes past) {
        this.past = past;
    }

    List<String> of(List<? extends Node> nodes) {
        add(nodes, "");
        return names;
    }

    private void add(List<? extends Node> nodes, String under) {
        for (Node node : nodes) {
            if (node instanceof Group group) {
                add(group.members(), under);
            } else if (node instanceof ForEach forEach) {
                add(StepPath.of(under, forEach.name()));
            } else if (node instanceof Task task) {
                String path = StepPath.of(under, task.name());
                if (task.work().act() instanceof Work.Follow follow
                        && past.of(path).isEmpty()) {
                    add(follow.runbook().plan().nodes(), path);
                } else {
                    add(path);
                }
            }
        }
    }

    private void add(String path) {
        if (past.of(path).isEmpty()) {
            names.add(path);
        }
    }
}
