package dev.runbook.plan;

import java.util.Comparator;
import java.util.List;

/**
 * The path without failures: the time of each node by its budgets, the longest member of a parallel, and which of them
 * count for the RTO.
 */
public final class CriticalPath {
    private CriticalPath() {}

    /** One line of the sum. */
    public record Line(String name, Cost cost, Place at) {}

    /** Returns the lines that count for the RTO: between the clock marks, or all. */
    public static List<Line> ofPromise(Plan plan) {
        return lines(plan.clocked());
    }

    /** Returns a line for each member that takes time; members that exclude each other share one. */
    static List<Line> lines(List<Node> nodes) {
        return Alternatives.of(nodes.stream().filter(CriticalPath::takesTime).toList()).stream()
                .map(CriticalPath::line)
                .toList();
    }

    private static Line line(List<Node> alternatives) {
        Node longest = alternatives.stream()
                .max(Comparator.comparing(node -> of(node).time()))
                .orElseThrow();
        Cost cost = longest(alternatives);
        return new Line(longest.name(), cost, longest.at());
    }

    /** Returns the time of the longest of several nodes of which at most one runs. */
    private static Cost longest(List<Node> alternatives) {
        if (alternatives.size() == 1) {
            return of(alternatives.get(0));
        }
        List<Cost> costs = alternatives.stream().map(CriticalPath::of).toList();
        return new Cost(
                costs.stream().map(Cost::time).max(Comparator.naturalOrder()).orElseThrow(),
                costs.stream().allMatch(Cost::complete),
                "longest of " + alternatives.size() + " that exclude each other");
    }

    public static Cost sum(List<Line> lines) {
        return lines.stream().map(Line::cost).reduce(Cost.NOTHING, Cost::plus);
    }

    /** Returns the time of the whole runbook on the path without failures, inside or outside the RTO clock. */
    public static Cost of(Plan plan) {
        return sequence(plan.nodes());
    }

    /** Returns the time of members in order. */
    public static Cost sequence(List<Node> nodes) {
        return sum(lines(nodes));
    }

    public static Cost of(Node node) {
        if (node instanceof Task task) {
            return task.budget().map(budget -> Cost.of(budget.time())).orElseGet(() -> withoutBudget(task));
        }
        if (node instanceof Group group) {
            Cost members = members(group);
            return group.budget()
                    .map(budget -> new Cost(budget.time(), true, members.note()))
                    .orElse(members);
        }
        return node instanceof ForEach forEach ? rounds(forEach) : Cost.NOTHING;
    }

    /**
     * Returns the time of a {@code forEach}: the number of iterations is known only in a run; its budget, if any,
     * bounds them all.
     */
    private static Cost rounds(ForEach forEach) {
        return forEach.budget()
                .map(budget -> new Cost(budget.time(), true, "once for each of " + forEach.of()))
                .orElseGet(() -> Cost.none("once for each of " + forEach.of()));
    }

    /** Returns the time of a group's members, whatever budget the group has. */
    static Cost members(Group group) {
        if (group.kind() == Group.Kind.PHASE) {
            return sequence(group.members());
        }
        List<Node> members =
                group.members().stream().filter(CriticalPath::takesTime).toList();
        return members.stream()
                .max(Comparator.comparing(member -> of(member).time()))
                .map(longest -> new Cost(
                        of(longest).time(),
                        members.stream().allMatch(member -> of(member).complete()),
                        "longest of " + members.size() + ": " + longest.name()))
                .orElse(Cost.NOTHING);
    }

    private static Cost withoutBudget(Task task) {
        if (task.work().act() instanceof Work.Follow follow) {
            Plan other = follow.runbook().plan();
            Cost whole = of(other).plus(sequence(List.copyOf(task.work().verifies())));
            return new Cost(whole.time(), whole.complete(), "follows " + other.id());
        }
        return Cost.none("no budget");
    }

    /** Returns whether the node has a duration; a message or a clock mark has none. */
    public static boolean takesTime(Node node) {
        return node instanceof Task || node instanceof Group || node instanceof ForEach;
    }
}
