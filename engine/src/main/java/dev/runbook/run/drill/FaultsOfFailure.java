package dev.runbook.run.drill;

import dev.runbook.plan.Budget;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Node;
import dev.runbook.plan.PlanAlgebra;
import dev.runbook.plan.PlanFold;
import dev.runbook.plan.Task;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the faults, as {@code --inject} takes them, that make a part of a plan fail so that the failure passes outward.
 * Empty for a part that cannot fail that way; a present empty list for a part that fails without any fault.
 */
final class FaultsOfFailure implements PlanAlgebra<Optional<List<String>>> {
    private static final PlanFold<Optional<List<String>>> FOLD = new PlanFold<>(new FaultsOfFailure());

    private FaultsOfFailure() {}

    /** Returns the faults that make a node fail, whatever its handler does; empty when none do. */
    static List<String> within(Node node, String under) {
        return FOLD.withoutHandler(node, under).orElse(List.of());
    }

    /** Returns the faults of the first node that can fail. */
    static List<String> ofFirst(List<? extends Node> nodes, String under) {
        return FOLD.sequence(nodes, under).orElse(List.of());
    }

    /** Returns the faults of the last node that can fail: everything before it has finished. */
    static List<String> ofLast(List<? extends Node> nodes, String under) {
        return FOLD.parts(nodes, under).stream()
                .flatMap(part -> part.value().stream())
                .reduce((first, second) -> second)
                .orElse(List.of());
    }

    @Override
    public Optional<List<String>> nothing() {
        return Optional.empty();
    }

    @Override
    public Optional<List<String>> task(Task task, String path, Optional<Supplier<Optional<List<String>>>> followed) {
        if (task.kind() == Task.Kind.APPROVE) {
            return Optional.empty(); // a no ends the run and passes to no handler but its own
        }
        return followed.map(Supplier::get).orElseGet(() -> Optional.of(List.of(path + ":fail")));
    }

    @Override
    public Optional<List<String>> forEach(ForEach forEach, String path, Supplier<Optional<List<String>>> iteration) {
        return iteration.get();
    }

    @Override
    public Optional<List<String>> then(Optional<List<String>> first, Optional<List<String>> second) {
        return first.or(() -> second);
    }

    @Override
    public Optional<List<String>> parallel(Group group, List<Part<Optional<List<String>>>> members) {
        int enough = group.counted() - group.required() + 1;
        List<List<String>> failing = members.stream()
                .flatMap(member -> member.value().stream())
                .limit(enough)
                .toList();
        return failing.size() < enough
                ? Optional.empty()
                : Optional.of(failing.stream().flatMap(List::stream).toList());
    }

    @Override
    public Optional<List<String>> within(Budget budget, Optional<List<String>> members) {
        return members;
    }

    /** A handler counts as working: the failure passes outward only where the handler always ends with it. */
    @Override
    public Optional<List<String>> onFailure(Optional<List<String>> part, Supplier<Optional<List<String>>> recovery) {
        return recovery.get().filter(List::isEmpty).flatMap(always -> part);
    }

    @Override
    public Optional<List<String>> failing(Optional<List<String>> part) {
        return Optional.of(List.of());
    }

    @Override
    public Optional<List<String>> fallingBack(Optional<List<String>> other) {
        return Optional.empty();
    }
}
