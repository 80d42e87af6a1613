package dev.runbook.run.drill;

import dev.runbook.journal.FailurePathIds;
import dev.runbook.journal.event.FailurePath;
import dev.runbook.plan.Background;
import dev.runbook.plan.Cleanup;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Node;
import dev.runbook.plan.NodeVisitor;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.plan.UndoAll;
import dev.runbook.value.StepPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Lists the failure paths of a runbook, in the order of its text, and the faults that lead to each. */
final class Contingencies implements NodeVisitor.OfSteps<Stream<Contingencies.Contingency>> {
    /**
     * One failure path.
     *
     * @param id its {@linkplain FailurePathIds name}
     * @param what description for people
     * @param faults as {@code --inject} takes them; empty where no fault of a step leads there
     */
    record Contingency(String id, FailurePath.Kind kind, String what, List<String> faults) {
        Contingency {
            faults = List.copyOf(faults);
        }
    }

    private final String runbook;
    private final String under;
    private final List<String> before;

    /**
     * @param runbook the path of the runbook being examined
     * @param under the path that precedes the names of its nodes
     * @param before the faults that lead to them
     */
    private Contingencies(String runbook, String under, List<String> before) {
        this.runbook = runbook;
        this.under = under;
        this.before = before;
    }

    static List<Contingency> of(Plan plan) {
        Map<String, Contingency> paths = new LinkedHashMap<>();
        runbook(plan, "", List.of()).forEach(path -> paths.putIfAbsent(path.id(), path));
        return List.copyOf(paths.values());
    }

    private static Stream<Contingency> runbook(Plan plan, String path, List<String> before) {
        Contingencies inside = new Contingencies(path, path, before);
        return Stream.concat(
                inside.nodes(plan.nodes()),
                inside.handler(
                        plan.onFailure(),
                        "",
                        path.isEmpty() ? "the runbook" : plan.id(),
                        FaultsOfFailure.ofFirst(Cleanup.before(plan.nodes()), path),
                        FaultsOfFailure.ofLast(Cleanup.before(plan.nodes()), path),
                        Cleanup.before(plan.nodes())));
    }

    private Stream<Contingency> nodes(List<? extends Node> nodes) {
        return nodes.stream().flatMap(node -> node.accept(this));
    }

    @Override
    public Stream<Contingency> group(Group group) {
        List<String> faults = FaultsOfFailure.within(group, under);
        List<String> last = switch (group.kind()) {
            case PHASE, CLEANUP -> FaultsOfFailure.ofLast(Cleanup.before(group.members()), under);
            case PARALLEL -> faults;
        };
        return Stream.concat(
                nodes(group.members()),
                handler(group.onFailure(), path(group), named(group), faults, last, Cleanup.before(group.members())));
    }

    @Override
    public Stream<Contingency> forEach(ForEach forEach) {
        List<String> faults = FaultsOfFailure.within(forEach, under);
        return handler(forEach.onFailure(), path(forEach), named(forEach), faults, faults, forEach.shown());
    }

    @Override
    public Stream<Contingency> background(Background background) {
        return background.task().accept(this);
    }

    @Override
    public Stream<Contingency> single(Node.Single node) {
        return Stream.empty();
    }

    @Override
    public Stream<Contingency> task(Task task) {
        String path = path(task);
        List<String> faults =
                task.kind() == Task.Kind.APPROVE ? List.of(path + ":fail") : FaultsOfFailure.within(task, under);
        return Stream.of(
                        one(
                                task.retry().isPresent() && !task.polls(),
                                FailurePathIds.retry(path),
                                FailurePath.Kind.RETRY,
                                "'" + path + "' is retried",
                                both(before, faults)),
                        one(
                                task.work().alreadyDone().isPresent(),
                                FailurePathIds.resumed(path),
                                FailurePath.Kind.ALREADY_DONE,
                                "'" + path + "' is interrupted by the engine's death, and its probe decides on resume",
                                both(before, List.of(path + ":crash"))),
                        task.work().act().followed().stream().flatMap(other -> runbook(other.plan(), path, before)),
                        new Contingencies(runbook, path, before)
                                .nodes(task.work().verifies()),
                        answers(task, path),
                        handler(task.onFailure(), path, "'" + path + "'", faults, faults, List.of()))
                .flatMap(Function.identity());
    }

    /** Returns what people may answer that does not continue the run; a fault of the question answers for them. */
    private Stream<Contingency> answers(Task task, String path) {
        boolean approve = task.kind() == Task.Kind.APPROVE;
        boolean manual = task.kind() == Task.Kind.MANUAL;
        List<String> no = both(before, List.of(path + ":fail"));
        return Stream.of(
                        one(
                                approve,
                                FailurePathIds.rejected(path),
                                FailurePath.Kind.REJECTED,
                                "a no to '" + path + "'",
                                no),
                        one(
                                manual,
                                FailurePathIds.failedBox(path),
                                FailurePath.Kind.FAILED_BOX,
                                "a box of '" + path + "' is failed",
                                no),
                        one(
                                approve || manual || task.kind() == Task.Kind.CHOOSE,
                                FailurePathIds.unanswered(path),
                                FailurePath.Kind.UNANSWERED,
                                "nobody answers '" + path + "' in time",
                                both(before, List.of(path + ":timeout"))))
                .flatMap(Function.identity());
    }

    private String path(Node node) {
        return StepPath.of(under, node.name());
    }

    private static String named(Node node) {
        return "'" + node.name() + "'";
    }

    /**
     * @param of the path of what the handler belongs to, empty for the runbook
     * @param faults those that lead to the handler
     * @param late those that lead there after the other members of the container have finished
     */
    private Stream<Contingency> handler(
            Optional<Handler> onFailure,
            String of,
            String name,
            List<String> faults,
            List<String> late,
            List<? extends Node> container) {
        return onFailure.stream().flatMap(handler -> {
            List<String> failing = both(before, faults);
            return Stream.of(
                            one(
                                    true,
                                    FailurePathIds.handler(runbook, of),
                                    FailurePath.Kind.ON_FAILURE,
                                    "onFailure of " + name,
                                    failing),
                            handler.nodes().stream().anyMatch(UndoAll.class::isInstance)
                                    ? undos(container, both(before, late))
                                    : Stream.<Contingency>empty(),
                            new Contingencies(runbook, under, failing).nodes(handler.nodes()),
                            handler.fallBack().stream().flatMap(to -> fallback(to.plan(), failing)))
                    .flatMap(Function.identity());
        });
    }

    private Stream<Contingency> fallback(Plan other, List<String> faults) {
        String path = StepPath.of(runbook, other.id());
        return Stream.concat(
                one(
                        true,
                        FailurePathIds.fallback(path),
                        FailurePath.Kind.FALL_BACK_TO,
                        "fall back to " + other.id(),
                        faults),
                runbook(other, path, faults));
    }

    /** Returns the undos of the steps in a container; those of iterations have no path before a run. */
    private Stream<Contingency> undos(List<? extends Node> container, List<String> faults) {
        return container.stream()
                .flatMap(node -> node.accept(new NodeVisitor.OfSteps<>() {
                    @Override
                    public Stream<Contingency> task(Task task) {
                        return task.work().undo().stream()
                                .flatMap(undo -> one(
                                        true,
                                        FailurePathIds.undo(path(undo)),
                                        FailurePath.Kind.UNDO,
                                        "'" + path(task) + "' is undone",
                                        faults));
                    }

                    @Override
                    public Stream<Contingency> group(Group group) {
                        return undos(group.members(), faults);
                    }

                    @Override
                    public Stream<Contingency> forEach(ForEach forEach) {
                        return Stream.empty();
                    }

                    @Override
                    public Stream<Contingency> background(Background background) {
                        return Stream.empty();
                    }

                    @Override
                    public Stream<Contingency> single(Node.Single single) {
                        return Stream.empty();
                    }
                }));
    }

    private static Stream<Contingency> one(
            boolean exists, String id, FailurePath.Kind kind, String what, List<String> faults) {
        return exists ? Stream.of(new Contingency(id, kind, what, faults)) : Stream.empty();
    }

    private static List<String> both(List<String> first, List<String> then) {
        return Stream.concat(first.stream(), then.stream()).distinct().toList();
    }
}
