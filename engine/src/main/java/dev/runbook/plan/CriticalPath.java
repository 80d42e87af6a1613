package dev.runbook.plan;

import dev.runbook.time.Durations;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The path without failures: the time of each node by its budgets, the longest member of a parallel, and which of them
 * count for the RTO.
 */
public final class CriticalPath implements PlanAlgebra.WithoutFailures<Cost> {
    private static final PlanFold<Cost> FOLD = new PlanFold<>(new CriticalPath());
    private static final Comparator<Part<Cost>> BY_TIME =
            Comparator.comparing(part -> part.value().time());

    private CriticalPath() {}

    /** One line of the sum. */
    public record Line(String name, Cost cost, Place at) {}

    /** Returns the lines that count for the RTO: between the clock marks, or all. */
    public static List<Line> ofRto(Plan plan) {
        return lines(plan.clocked());
    }

    /** Returns a line for each member that takes time; members that exclude each other share one. */
    static List<Line> lines(List<? extends Node> nodes) {
        return linesOf(FOLD.parts(nodes, ""));
    }

    private static List<Line> linesOf(List<Part<Cost>> parts) {
        return Alternatives.of(timed(parts), Part::node).stream()
                .map(CriticalPath::line)
                .toList();
    }

    private static List<Part<Cost>> timed(List<Part<Cost>> parts) {
        return parts.stream().filter(part -> part.node().takesTime()).toList();
    }

    /** Returns the line of the longest of several nodes of which at most one runs. */
    private static Line line(List<Part<Cost>> alternatives) {
        Part<Cost> longest = alternatives.stream().max(BY_TIME).orElseThrow();
        Cost cost = alternatives.size() == 1
                ? longest.value()
                : longest(alternatives, "longest of " + alternatives.size() + " that exclude each other");
        return new Line(longest.node().name(), cost, longest.node().at());
    }

    private static Cost longest(List<Part<Cost>> parts, String note) {
        return new Cost(
                parts.stream().map(part -> part.value().time()).reduce(Duration.ZERO, Durations::longer),
                parts.stream().allMatch(part -> part.value().complete()),
                note);
    }

    public static Cost sum(List<Line> lines) {
        return lines.stream().map(Line::cost).reduce(Cost.NOTHING, Cost::plus);
    }

    /** Returns the time of members in order. */
    public static Cost sequence(List<? extends Node> nodes) {
        return FOLD.sequence(nodes, "");
    }

    public static Cost of(Node node) {
        return FOLD.node(node, "");
    }

    @Override
    public Cost nothing() {
        return Cost.NOTHING;
    }

    @Override
    public Cost task(Task task, String path, Optional<Supplier<Cost>> followed) {
        return task.budget()
                .map(budget -> Cost.of(budget.time()))
                .or(() -> followed.map(
                        other -> other.get().with("follows " + task.work().act().shown())))
                .orElseGet(() -> Cost.none("no budget"));
    }

    /** The number of iterations is known only in a run; the budget, if any, bounds them all. */
    @Override
    public Cost forEach(ForEach forEach, String path, Supplier<Cost> iteration) {
        return forEach.budget()
                .map(budget -> Cost.of(budget.time()))
                .orElseGet(() -> Cost.none(""))
                .with(forEach.describe());
    }

    @Override
    public Cost then(Cost first, Cost second) {
        return first.plus(second);
    }

    @Override
    public Cost inOrder(List<Part<Cost>> members) {
        return sum(linesOf(members));
    }

    @Override
    public Cost parallel(Group group, List<Part<Cost>> members) {
        List<Part<Cost>> timed = timed(members);
        return timed.stream()
                .max(BY_TIME)
                .map(longest -> longest(
                        timed,
                        "longest of " + timed.size() + ": " + longest.node().name()))
                .orElse(Cost.NOTHING);
    }

    @Override
    public Cost within(Budget budget, Cost members) {
        return new Cost(budget.time(), true, members.note());
    }
}
