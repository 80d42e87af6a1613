package dev.runbook.forecast;

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
import java.util.stream.Stream;

/** Finds the steps on the path without failures that were in no earlier run. */
final class StepsWithoutHistory implements PlanAlgebra.WithoutFailures<List<String>> {
    private final PastTimes past;

    private StepsWithoutHistory(PastTimes past) {
        this.past = past;
    }

    /** Returns the paths of the steps, in order. */
    static List<String> of(List<Node> nodes, PastTimes past) {
        return new PlanFold<>(new StepsWithoutHistory(past)).sequence(nodes, "");
    }

    @Override
    public List<String> nothing() {
        return List.of();
    }

    @Override
    public List<String> task(Task task, String path, Optional<Supplier<List<String>>> followed) {
        List<String> itself = ifUnknown(path);
        return itself.isEmpty() ? itself : followed.map(Supplier::get).orElse(itself);
    }

    @Override
    public List<String> forEach(ForEach forEach, String path, Supplier<List<String>> iteration) {
        return ifUnknown(path);
    }

    private List<String> ifUnknown(String path) {
        return past.of(path).isEmpty() ? List.of(path) : List.of();
    }

    @Override
    public List<String> then(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    @Override
    public List<String> inOrder(List<Part<List<String>>> members) {
        return members.stream().flatMap(part -> part.value().stream()).toList();
    }

    @Override
    public List<String> parallel(Group group, List<Part<List<String>>> members) {
        return inOrder(members);
    }

    @Override
    public List<String> within(Budget budget, List<String> members) {
        return members;
    }
}
