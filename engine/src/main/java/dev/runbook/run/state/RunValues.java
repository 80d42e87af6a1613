package dev.runbook.run.state;

import dev.runbook.plan.Background;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.KnownValues;
import dev.runbook.plan.Node;
import dev.runbook.plan.NodeVisitor;
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
import java.util.stream.Stream;

/**
 * The values that one runbook's tasks have left so far, separately for each iteration of a {@code forEach}. Written by
 * the run, read by the bodies of the plan on many threads.
 */
public final class RunValues implements KnownValues {
    /** The tasks of a node whose values belong to the runbook: not the undos, and not those of iterations. */
    private static final NodeVisitor<Stream<Task>> WITH_VALUES = new NodeVisitor.OfSteps<>() {
        private Stream<Task> inside(Node node) {
            return Stream.concat(
                            node.members().stream(),
                            node.onFailure().stream().flatMap(handler -> handler.nodes().stream()))
                    .flatMap(inner -> inner.accept(this));
        }

        @Override
        public Stream<Task> task(Task task) {
            return task.kind() == Task.Kind.UNDO ? Stream.empty() : Stream.concat(Stream.of(task), inside(task));
        }

        @Override
        public Stream<Task> group(Group group) {
            return inside(group);
        }

        @Override
        public Stream<Task> forEach(ForEach forEach) {
            return forEach.onFailure().stream()
                    .flatMap(handler -> handler.nodes().stream())
                    .flatMap(node -> node.accept(this));
        }

        @Override
        public Stream<Task> background(Background background) {
            return background.task().accept(this);
        }

        @Override
        public Stream<Task> single(Node.Single node) {
            return Stream.empty();
        }
    };

    private final Map<String, Map<String, Object>> left;
    private final RunState run;
    private final String path;

    public RunValues(RunState run) {
        this(run, new ConcurrentHashMap<>(), "");
    }

    private RunValues(RunState run, Map<String, Map<String, Object>> left, String path) {
        this.run = run;
        this.left = left;
        this.path = path;
    }

    /**
     * Returns the values for the iterations of the {@code forEach} with this name; from there, for the iteration with
     * this label.
     */
    public RunValues within(String name) {
        return new RunValues(run, left, StepPath.of(path, name));
    }

    /** Drops the values of this iteration's tasks, which nobody reads any more, except for those named. */
    public void forget(Set<String> except) {
        left.keySet().removeIf(task -> StepPath.isWithin(task, path) && !except.contains(StepPath.last(task)));
    }

    /** Returns what is known of the run itself. */
    public RunState run() {
        return run;
    }

    /** Sets the values of a task that has ended or was not started. */
    public void left(String task, TaskEnd end) {
        Map<String, Object> all = new LinkedHashMap<>(end.values());
        all.put("ok", end.done());
        all.put("result", end.result().word());
        all.put(UnavailableValue.OTHERS, new NoResult(task, end.ran(), end.cause()));
        left.put(StepPath.of(path, task), all);
    }

    /**
     * Marks the nodes' tasks without values as never running, since the container of the nodes has ended: {@code ok} is
     * false for them. Iterations of a {@code forEach} are excluded; each has its own values.
     */
    public void settle(List<? extends Node> nodes, String why) {
        nodes.stream().flatMap(node -> node.accept(WITH_VALUES)).forEach(task -> settle(task, why));
    }

    /** Marks the tasks within a node likewise, its handler included. */
    public void settleWithin(Node node, String why) {
        node.accept(WITH_VALUES)
                .filter(task -> !task.name().equals(node.name()))
                .forEach(task -> settle(task, why));
    }

    private void settle(Task task, String why) {
        if (!left.containsKey(StepPath.of(path, task.name()))) {
            left(task.name(), TaskEnd.skipped(why));
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
