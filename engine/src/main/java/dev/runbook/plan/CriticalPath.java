package dev.runbook.plan;

import java.util.Comparator;
import java.util.List;

/**
 * The path on which nothing fails: what each node takes by its budgets, the longest member of a parallel, and which of
 * them count for the promise.
 */
public final class CriticalPath {
    private CriticalPath() {}

    /** One line of the sum. */
    public record Line(String name, Cost cost, Place at) {}

    /** The lines that count for the RTO: between the marks of the clock, or all. */
    public static List<Line> ofPromise(Plan plan) {
        return lines(plan.clocked());
    }

    /** A line for each member that takes time; members that exclude each other share one. */
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

    /** The time of the longest of some nodes of which at most one runs. */
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

    /** What the whole runbook takes on the path on which nothing fails, in or out of the clock. */
    public static Cost of(Plan plan) {
        return sequence(plan.nodes());
    }

    /** What members in order take. */
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

    /** How many rounds there are only a run knows; its budget, if it has one, bounds them all. */
    private static Cost rounds(ForEach forEach) {
        return forEach.budget()
                .map(budget -> new Cost(budget.time(), true, "once for each of " + forEach.of()))
                .orElseGet(() -> Cost.none("once for each of " + forEach.of()));
    }

    /** What the members of a group take, whatever budget the group has. */
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

    /** Whether the node has a duration; a message or a mark of the clock has none. */
    public static boolean takesTime(Node node) {
        return node instanceof Task || node instanceof Group || node instanceof ForEach;
    }
}
