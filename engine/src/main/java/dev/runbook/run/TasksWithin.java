package dev.runbook.run;

import dev.runbook.plan.Background;
import dev.runbook.plan.Group;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Node;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every task of a plan and of the plans within it, by the path it has in a run. */
final class TasksWithin {
    private final Map<String, Task> tasks = new LinkedHashMap<>();

    private TasksWithin() {}

    static Map<String, Task> of(Plan plan) {
        TasksWithin within = new TasksWithin();
        within.plan(plan, "");
        return within.tasks;
    }

    /** The names of a runbook's own tasks in the order of the walk on which nothing fails. */
    static Set<String> inOrder(Plan plan) {
        Set<String> names = new LinkedHashSet<>();
        inOrder(plan.nodes(), names);
        return names;
    }

    private static void inOrder(List<Node> nodes, Set<String> names) {
        for (Node node : nodes) {
            if (node instanceof Task task) {
                names.add(task.name());
            } else if (node instanceof Group group) {
                inOrder(group.members(), names);
            }
        }
    }

    private void plan(Plan plan, String prefix) {
        nodes(plan.nodes(), prefix);
        handler(plan.onFailure(), prefix);
    }

    private void nodes(List<? extends Node> nodes, String prefix) {
        for (Node node : nodes) {
            if (node instanceof Task task) {
                task(task, path(prefix, task.name()), prefix);
            } else if (node instanceof Group group) {
                nodes(group.members(), prefix);
                handler(group.onFailure(), prefix);
            } else if (node instanceof Background background) {
                task(background.task(), path(prefix, background.task().name()), prefix);
            }
        }
    }

    private void task(Task task, String path, String prefix) {
        tasks.put(path, task);
        if (task.work().act() instanceof Work.Follow follow) {
            plan(follow.runbook().plan(), path);
        }
        nodes(task.work().verifies(), path);
        task.work().undo().ifPresent(undo -> task(undo, path(prefix, undo.name()), prefix));
        handler(task.work().onFailure(), prefix);
    }

    private void handler(Optional<Handler> handler, String prefix) {
        handler.ifPresent(block -> {
            nodes(block.nodes(), prefix);
            if (block.ending() instanceof Handler.FallBack fallBack) {
                Plan other = fallBack.runbook().plan();
                plan(other, path(prefix, other.id()));
            }
        });
    }

    private static String path(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + Scope.SEPARATOR + name;
    }
}
