package dev.runbook.run;

import dev.runbook.plan.ForEach;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Node;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import dev.runbook.value.StepPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every task of a plan and of the plans within it, by its path in a run. */
final class NestedTasks {
    /** Stands for the label of an iteration, or of all, where labels are known only in a run. */
    static final String ROUND = "ITEM";

    private final Map<String, Task> tasks = new LinkedHashMap<>();
    /**
     * The tasks of one iteration by the path of their {@code forEach}; in a full path, the iteration's label stands
     * between the two.
     */
    private final Map<String, NestedTasks> rounds = new LinkedHashMap<>();

    private NestedTasks() {}

    static NestedTasks of(Plan plan) {
        NestedTasks within = new NestedTasks();
        within.plan(plan, "");
        return within;
    }

    /** Returns the tasks whose path is known before a run: all but those in iterations. */
    Map<String, Task> byPath() {
        return Collections.unmodifiableMap(tasks);
    }

    /** Returns the paths of the tasks in iterations, with {@link #ROUND} in place of the labels. */
    List<String> inRounds() {
        List<String> paths = new ArrayList<>();
        rounds.forEach((forEach, round) -> {
            String under = StepPath.of(forEach, ROUND);
            round.byPath().keySet().forEach(path -> paths.add(StepPath.of(under, path)));
            round.inRounds().forEach(path -> paths.add(StepPath.of(under, path)));
        });
        return paths;
    }

    /** The task with this path; empty when the plan has none. */
    Optional<Task> at(String path) {
        return Optional.ofNullable(tasks.get(path))
                .or(() -> rounds.entrySet().stream()
                        .filter(round -> StepPath.isWithin(path, round.getKey()))
                        .flatMap(round -> round
                                .getValue()
                                .endOf(path.substring(round.getKey().length()))
                                .stream())
                        .findFirst());
    }

    /** Returns the task in an iteration, whatever the iteration's label. */
    private Optional<Task> endOf(String labelAndPath) {
        int label = labelAndPath.indexOf(StepPath.SEPARATOR, 1);
        while (label > 0) {
            Optional<Task> task = at(labelAndPath.substring(label + StepPath.SEPARATOR.length()));
            if (task.isPresent()) {
                return task;
            }
            label = labelAndPath.indexOf(StepPath.SEPARATOR, label + 1);
        }
        return Optional.empty();
    }

    private void plan(Plan plan, String prefix) {
        nodes(plan.nodes(), prefix);
        handler(plan.onFailure(), prefix);
    }

    private void nodes(List<? extends Node> nodes, String prefix) {
        for (Node node : nodes) {
            if (node instanceof Task task) {
                task(task, prefix);
            } else if (node instanceof ForEach forEach) {
                NestedTasks round = new NestedTasks();
                round.nodes(forEach.members(), "");
                rounds.put(StepPath.of(prefix, forEach.name()), round);
            } else {
                nodes(node.members(), prefix);
            }
            handler(node.onFailure(), prefix);
        }
    }

    private void task(Task task, String prefix) {
        String path = StepPath.of(prefix, task.name());
        tasks.put(path, task);
        if (task.work().act() instanceof Work.Follow follow) {
            plan(follow.runbook().plan(), path);
        }
        nodes(task.work().verifies(), path);
        nodes(task.work().undo().stream().toList(), prefix);
    }

    private void handler(Optional<Handler> handler, String prefix) {
        handler.ifPresent(block -> {
            nodes(block.nodes(), prefix);
            if (block.ending() instanceof Handler.FallBack fallBack) {
                Plan other = fallBack.runbook().plan();
                plan(other, StepPath.of(prefix, other.id()));
            }
        });
    }
}
