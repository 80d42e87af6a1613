package dev.runbook.run;

import dev.runbook.plan.ForEach;
import dev.runbook.plan.KnownValues;
import dev.runbook.plan.Node;
import dev.runbook.plan.Task;
import dev.runbook.value.NoResult;
import dev.runbook.value.StepPath;
import dev.runbook.value.UnavailableValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one runbook's tasks have left so far, each round of a {@code forEach} apart. Written by the run, read by the bodies
 * of the plan, by many threads.
 */
final class RunValues implements KnownValues {
    private final Map<String, Map<String, Object>> left;
    private final RunState run;
    private final String path;

    RunValues(RunState run) {
        this(run, new ConcurrentHashMap<>(), "");
    }

    private RunValues(RunState run, Map<String, Map<String, Object>> left, String path) {
        this.run = run;
        this.left = left;
        this.path = path;
    }

    /** For the rounds of the {@code forEach} of this name; of that, for the round of this label. */
    RunValues within(String name) {
        return new RunValues(run, left, StepPath.of(path, name));
    }

    /** Nobody will ask any more for what the tasks of this round have left, except for those named. */
    void forget(Set<String> except) {
        left.keySet().removeIf(task -> StepPath.isWithin(task, path) && !except.contains(StepPath.last(task)));
    }

    /** What it knows of the run itself. */
    RunState run() {
        return run;
    }

    /** A task has ended, or was not begun. */
    void left(String task, TaskEnd end) {
        Map<String, Object> all = new LinkedHashMap<>(end.values());
        all.put("ok", end.done());
        all.put("result", end.result().word());
        all.put(UnavailableValue.OTHERS, new NoResult(task, end.ran(), end.cause()));
        left.put(StepPath.of(path, task), all);
    }

    /**
     * Notes that those of the nodes' tasks that have left nothing will not run any more, since what holds the nodes has ended: {@code
     * ok} is false for them. Rounds of a {@code forEach} are left out; each has values of its own.
     */
    void settle(List<? extends Node> nodes, String why) {
        for (Node node : nodes) {
            if (node instanceof Task task
                    && task.kind() != Task.Kind.UNDO
                    && !left.containsKey(StepPath.of(path, task.name()))) {
                left(task.name(), TaskEnd.skipped(why));
            }
            settleWithin(node, why);
        }
    }

    /** The same for what stands within a node, its handler included. */
    void settleWithin(Node node, String why) {
        if (!(node instanceof ForEach)) {
            settle(node.members(), why);
            node.onFailure().ifPresent(handler -> settle(handler.nodes(), why));
        }
    }

    @Override
    public Optional<Map<String, Object>> left(String task) {
        return Optional.ofNullable(left.get(task));
    }

    @Override
    public Optional<Object> run(String name) {
        return run.value(name);
    }
}
