package dev.runbook.run;

import dev.runbook.journal.FailurePathIds;
import dev.runbook.plan.Background;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Node;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.plan.UndoAll;
import dev.runbook.plan.Work;
import dev.runbook.value.StepPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists the failure paths of a runbook, in the order of its text, and the faults that lead to each. */
final class Contingencies {
    /**
     * One failure path.
     *
     * @param way its {@linkplain FailurePathIds name}
     * @param kind {@code onFailure}, {@code fallBackTo}, {@code retry}, {@code alreadyDone} or {@code undo}
     * @param what description for people
     * @param faults as {@code --inject} takes them; empty where no fault of a step leads there
     */
    record Contingency(String way, String kind, String what, List<String> faults) {
        Contingency {
            faults = List.copyOf(faults);
        }
    }

    private final Map<String, Contingency> paths = new LinkedHashMap<>();

    /** The path of the runbook being examined. */
    private String runbook = "";

    private Contingencies() {}

    static List<Contingency> of(Plan plan) {
        Contingencies paths = new Contingencies();
        paths.runbook(plan, "", List.of());
        return List.copyOf(paths.paths.values());
    }

    /** @param before the faults that lead to this runbook */
    private void runbook(Plan plan, String path, List<String> before) {
        String outer = runbook;
        runbook = path;
        nodes(plan.nodes(), path, before);
        Faults reaching = new Faults(path);
        plan.onFailure()
                .ifPresent(handler -> handler(
                        handler,
                        "",
                        path,
                        path.isEmpty() ? "the runbook" : plan.id(),
                        both(before, reaching.outOf(plan.nodes())),
                        both(before, reaching.outOfLast(plan.nodes())),
                        plan.nodes()));
        runbook = outer;
    }

    private void nodes(List<? extends Node> nodes, String under, List<String> before) {
        for (Node node : nodes) {
            if (node instanceof Task task) {
                task(task, under, before);
            } else if (node instanceof Background background) {
                task(background.task(), under, before);
            } else if (node instanceof Group group) {
                nodes(group.members(), under, before);
                List<String> faults = both(before, new Faults(under).within(group));
                List<String> last = group.kind() == Group.Kind.PHASE
                        ? both(before, new Faults(under).outOfLast(group.members()))
                        : faults;
                group.onFailure()
                        .ifPresent(handler ->
                                handler(handler, group.name(), under, group.name(), faults, last, group.members()));
            } else if (node instanceof ForEach forEach) {
                List<String> faults = both(before, new Faults(under).within(forEach));
                forEach.onFailure()
                        .ifPresent(handler -> handler(
                                handler, forEach.name(), under, forEach.name(), faults, faults, forEach.shown()));
            }
        }
    }

    private void task(Task task, String under, List<String> before) {
        String path = StepPath.of(under, task.name());
        List<String> faults = both(before, new Faults(under).within(task));
        if (task.retry().isPresent() && !Polling.asked(task)) {
            add(FailurePathIds.retry(path), "retry", "'" + path + "' is tried again", faults);
        }
        if (task.work().alreadyDone().isPresent()) {
            add(
                    FailurePathIds.resumed(path),
                    "alreadyDone",
                    "'" + path + "' is cut by the engine's death and asked whether it was done",
                    both(before, List.of(path + ":crash")));
        }
        if (task.work().act() instanceof Work.Follow follow) {
            runbook(follow.runbook().plan(), path, before);
        }
        nodes(task.work().verifies(), path, before);
        task.work()
                .onFailure()
                .ifPresent(handler -> handler(handler, task.name(), under, path, faults, faults, List.of()));
    }

    private void handler(
            Handler handler,
            String of,
            String under,
            String name,
            List<String> faults,
            List<String> lateFaults,
            List<? extends Node> container) {
        String owner = of.isEmpty() ? "" : StepPath.of(under, of);
        add(
                FailurePathIds.handler(runbook, owner),
                "onFailure",
                "onFailure of " + (of.isEmpty() ? name : "'" + name + "'"),
                faults);
        if (handler.nodes().stream().anyMatch(UndoAll.class::isInstance)) {
            undos(container, under, lateFaults);
        }
        nodes(handler.nodes(), under, faults);
        if (handler.ending() instanceof Handler.FallBack fallBack) {
            Plan other = fallBack.runbook().plan();
            String path = StepPath.of(runbook, other.id());
            add(FailurePathIds.fallback(path), "fallBackTo", "fall back to " + other.id(), faults);
            runbook(other, path, faults);
        }
    }

    private void undos(List<? extends Node> nodes, String under, List<String> faults) {
        for (Node node : nodes) {
            if (node instanceof Group group) {
                undos(group.members(), under, faults);
            } else if (node instanceof Task task) {
                task.work()
                        .undo()
                        .ifPresent(undo -> add(
                                FailurePathIds.undo(StepPath.of(under, undo.name())),
                                Task.Kind.UNDO.word(),
                                "'" + StepPath.of(under, task.name()) + "' is undone",
                                faults));
            }
        }
    }

    private void add(String way, String kind, String what, List<String> faults) {
        paths.putIfAbsent(way, new Contingency(way, kind, what, faults));
    }

    private static List<String> both(List<String> first, List<String> then) {
        return Stream.concat(first.stream(), then.stream()).distinct().toList();
    }

    /** Finds the faults that make a node fail so that the failure passes outward. Empty where that cannot happen. */
    private record Faults(String under) {
        List<String> outOf(List<? extends Node> nodes) {
            return nodes.stream()
                    .map(this::outOf)
                    .filter(faults -> !faults.isEmpty())
                    .findFirst()
                    .orElse(List.of());
        }

        /** Returns the faults of the last node that can fail: everything before it has finished. */
        List<String> outOfLast(List<? extends Node> nodes) {
            return nodes.stream()
                    .map(this::outOf)
                    .filter(faults -> !faults.isEmpty())
                    .reduce((first, second) -> second)
                    .orElse(List.of());
        }

        List<String> outOf(Node node) {
            if (node instanceof Task task) {
                return passes(task.work().onFailure()) ? within(task) : List.of();
            }
            if (node instanceof Group group) {
                return passes(group.onFailure()) ? within(group) : List.of();
            }
            return node instanceof ForEach forEach && passes(forEach.onFailure()) ? within(forEach) : List.of();
        }

        private static boolean passes(Optional<Handler> handler) {
            return handler.map(it -> it.ending() instanceof Handler.Stop).orElse(true);
        }

        List<String> within(Task task) {
            String path = StepPath.of(under, task.name());
            if (task.work().act() instanceof Work.Follow follow) {
                Plan other = follow.runbook().plan();
                return passes(other.onFailure()) ? new Faults(path).outOf(other.nodes()) : List.of();
            }
            return List.of(path + ":fail");
        }

        List<String> within(Group group) {
            if (group.kind() == Group.Kind.PHASE) {
                return outOf(group.members());
            }
            int members = group.members().size();
            int enough =
                    members - group.atLeast().map(quorum -> quorum.of(members)).orElse(members) + 1;
            List<List<String>> failing = group.members().stream()
                    .map(this::outOf)
                    .filter(faults -> !faults.isEmpty())
                    .limit(enough)
                    .toList();
            return failing.size() < enough
                    ? List.of()
                    : failing.stream().flatMap(List::stream).toList();
        }

        /** Returns the faults within a {@code forEach}; the labels of its iterations are known only in a run. */
        List<String> within(ForEach forEach) {
            return new Faults(StepPath.of(StepPath.of(under, forEach.name()), NestedTasks.ROUND))
                    .outOf(forEach.shown());
        }
    }
}
