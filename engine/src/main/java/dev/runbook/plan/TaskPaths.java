package dev.runbook.plan;

import dev.runbook.value.StepPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every task that a run of a plan may execute, by its path in the run, those of followed runbooks and fallbacks
 * included. In the path of a task in a {@code forEach}, {@link ForEach#ANY_ITEM} replaces the label of the iteration.
 */
public final class TaskPaths {
    private static final String ITERATION = StepPath.SEPARATOR + ForEach.ANY_ITEM + StepPath.SEPARATOR;

    private final Map<String, Task> tasks = new LinkedHashMap<>();

    private TaskPaths() {}

    public static TaskPaths of(Plan plan) {
        TaskPaths paths = new TaskPaths();
        new Location("", "").plan(plan).forEach(task -> paths.tasks.put(task.getKey(), task.getValue()));
        return paths;
    }

    /** Returns all paths, in the order of the plan. */
    public Stream<String> all() {
        return tasks.keySet().stream();
    }

    /** Returns the tasks whose path is known before a run: all but those in iterations. */
    public Stream<Entry<String, Task>> knownBeforeRun() {
        return tasks.entrySet().stream().filter(task -> !isInIteration(task.getKey()));
    }

    /** Returns the paths of the tasks in iterations. */
    public Stream<String> inIterations() {
        return all().filter(TaskPaths::isInIteration);
    }

    /** Returns the task with this path, in whatever iteration; empty when the plan has none. */
    public Optional<Task> at(String path) {
        return Optional.ofNullable(tasks.get(path))
                .or(() -> tasks.entrySet().stream()
                        .filter(task -> isInIteration(task.getKey()) && matches(task.getKey(), path))
                        .map(Entry::getValue)
                        .findFirst());
    }

    /**
     * Returns whether the path in a run is the planned one: the same, or with any label where the planned path has
     * {@link ForEach#ANY_ITEM}.
     */
    public static boolean matches(String planned, String path) {
        if (!isInIteration(planned)) {
            return planned.equals(path);
        }
        String form = Pattern.quote(planned)
                .replace(ITERATION, "\\E" + StepPath.SEPARATOR + ".+" + StepPath.SEPARATOR + "\\Q");
        return Pattern.compile(form, Pattern.DOTALL).matcher(path).matches();
    }

    private static boolean isInIteration(String planned) {
        return planned.contains(ITERATION);
    }

    /** The tasks under one path of a runbook. */
    private record Location(String runbook, String under) implements NodeVisitor.OfSteps<Stream<Entry<String, Task>>> {
        Stream<Entry<String, Task>> plan(Plan plan) {
            return Stream.concat(nodes(plan.nodes()), handler(plan.onFailure()));
        }

        private Stream<Entry<String, Task>> nodes(List<? extends Node> nodes) {
            return nodes.stream().flatMap(node -> node.accept(this));
        }

        private Stream<Entry<String, Task>> handler(Optional<Handler> onFailure) {
            return onFailure.stream()
                    .flatMap(handler -> Stream.concat(
                            nodes(handler.nodes()),
                            handler.fallBack().stream()
                                    .flatMap(to -> other(
                                            to.plan(),
                                            StepPath.of(runbook, to.plan().id())))));
        }

        private static Stream<Entry<String, Task>> other(Plan plan, String path) {
            return new Location(path, path).plan(plan);
        }

        @Override
        public Stream<Entry<String, Task>> task(Task task) {
            String path = StepPath.of(under, task.name());
            return Stream.of(
                            Stream.of(Map.entry(path, task)),
                            task.work().act().followed().stream().flatMap(other -> other(other.plan(), path)),
                            new Location(runbook, path).nodes(task.work().verifies()),
                            nodes(task.work().undo().stream().toList()),
                            handler(task.onFailure()))
                    .flatMap(tasks -> tasks);
        }

        @Override
        public Stream<Entry<String, Task>> group(Group group) {
            return Stream.concat(nodes(group.members()), handler(group.onFailure()));
        }

        @Override
        public Stream<Entry<String, Task>> forEach(ForEach forEach) {
            String iteration = StepPath.of(StepPath.of(under, forEach.name()), ForEach.ANY_ITEM);
            return Stream.concat(new Location(runbook, iteration).nodes(forEach.shown()), handler(forEach.onFailure()));
        }

        @Override
        public Stream<Entry<String, Task>> background(Background background) {
            return background.task().accept(this);
        }

        @Override
        public Stream<Entry<String, Task>> single(Node.Single node) {
            return Stream.empty();
        }
    }
}
