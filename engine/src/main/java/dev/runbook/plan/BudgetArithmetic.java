package dev.runbook.plan;

import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks before a run that the budgets fit: attempts and waits in their step, members in their container, the path
 * without failures in the RTO, the costliest path in the RTO limit.
 */
public final class BudgetArithmetic {
    /** A budget that does not fit: the place, the message, and the sum behind it, line by line. */
    public record Problem(Place at, String message, List<String> sum) {}

    private final List<Problem> problems = new ArrayList<>();

    private BudgetArithmetic() {}

    /** Returns all problems in the order of the file; empty if the plan can meet its RTO. */
    public static List<Problem> problems(Plan plan) {
        BudgetArithmetic arithmetic = new BudgetArithmetic();
        arithmetic.promise(plan);
        arithmetic.nodes(plan.nodes(), false); // an RTO never stops a run
        plan.onFailure().ifPresent(handler -> arithmetic.nodes(handler.nodes(), false));
        return List.copyOf(arithmetic.problems);
    }

    private void promise(Plan plan) {
        if (plan.promise().isEmpty()) {
            return;
        }
        Promise promise = plan.promise().get();
        List<CriticalPath.Line> lines = CriticalPath.ofPromise(plan);
        fit("budgets add up to", lines, promise.rto(), "the RTO is", promise.at());
        promise.limit().ifPresent(limit -> {
            Duration worst = WorstCase.of(plan);
            if (worst.compareTo(limit) > 0) {
                problems.add(new Problem(
                        promise.at(),
                        "the costliest path through handlers and fallbacks takes " + TimeText.of(worst)
                                + ", the limit is " + TimeText.of(limit) + ": "
                                + TimeText.of(worst.minus(limit)) + " over",
                        List.of()));
            }
        });
    }

    /** @param bounded whether an enclosing budget ends these nodes in time */
    private void nodes(List<Node> nodes, boolean bounded) {
        for (Node node : nodes) {
            if (node instanceof Task task) {
                task(task, bounded);
            } else if (node instanceof Group group) {
                group(group, bounded);
            } else if (node instanceof ForEach forEach) {
                nodes(forEach.shown(), bounded || forEach.budget().isPresent());
                forEach.onFailure().ifPresent(handler -> nodes(handler.nodes(), false));
            }
        }
    }

    private void group(Group group, boolean bounded) {
        group.budget().ifPresent(budget -> {
            if (group.kind() == Group.Kind.PHASE) {
                fit(
                        "members add up to",
                        CriticalPath.lines(group.members()),
                        budget.time(),
                        "the phase's budget is",
                        group.at());
            } else {
                group.members().stream()
                        .filter(member -> CriticalPath.of(member).time().compareTo(budget.time()) > 0)
                        .forEach(member -> longer(member, budget.time(), group));
            }
        });
        nodes(group.members(), bounded || group.budget().isPresent());
        group.onFailure().ifPresent(handler -> nodes(handler.nodes(), false));
    }

    private void longer(Node member, Duration budget, Group group) {
        Duration time = CriticalPath.of(member).time();
        problems.add(new Problem(
                member.at(),
                "'" + member.name() + "' may take " + TimeText.of(time) + ", the budget of '"
                        + group.name() + "' is " + TimeText.of(budget) + ": "
                        + TimeText.of(time.minus(budget)) + " over",
                List.of()));
    }

    private void task(Task task, boolean bounded) {
        task.budget().ifPresent(budget -> attempts(task, budget.time()));
        if (task.budget().isEmpty()
                && !bounded
                && (task.every().isPresent() || task.holds().isPresent())) {
            problems.add(new Problem(
                    task.at(),
                    task.kind().word() + " '" + task.name() + "' polls without a time limit: add a budget",
                    List.of()));
        }
        if (task.work().act() instanceof Work.Follow follow) {
            task.budget().ifPresent(budget -> followed(task, follow.runbook().plan(), budget.time()));
        }
        List<Node> verifies = List.copyOf(task.work().verifies());
        nodes(verifies, bounded || task.budget().isPresent());
        task.work().onFailure().ifPresent(handler -> nodes(handler.nodes(), false));
    }

    private void attempts(Task task, Duration budget) {
        List<CriticalPath.Line> parts = new ArrayList<>();
        int attempts = 1 + task.retry().map(Retry::times).orElse(0);
        task.attempt()
                .ifPresent(attempt -> parts.add(part(
                        task,
                        attempts == 1 ? "1 attempt" : attempts + " attempts of " + TimeText.of(attempt),
                        attempt.multipliedBy(attempts))));
        task.retry()
                .filter(retry -> !retry.waits().isZero())
                .ifPresent(retry ->
                        parts.add(part(task, retry.times() == 1 ? "1 wait" : retry.times() + " waits", retry.waits())));
        task.holds().ifPresent(holds -> parts.add(part(task, "must hold", holds)));
        parts.addAll(CriticalPath.lines(List.copyOf(task.work().verifies())));
        fit("attempts, waits and verifies add up to", parts, budget, "the budget is", task.at());
    }

    private static CriticalPath.Line part(Task task, String name, Duration time) {
        return new CriticalPath.Line(name, Cost.of(time), task.at());
    }

    private void followed(Task task, Plan other, Duration budget) {
        List<CriticalPath.Line> lines = new ArrayList<>(CriticalPath.lines(other.nodes()));
        lines.addAll(CriticalPath.lines(List.copyOf(task.work().verifies())));
        Duration time = CriticalPath.sum(lines).time();
        if (time.compareTo(budget) > 0) {
            problems.add(new Problem(
                    task.at(),
                    other.id() + (task.work().verifies().isEmpty() ? " adds" : " and the verifies add") + " up to "
                            + TimeText.of(time) + ", the budget of '" + task.name() + "' is " + TimeText.of(budget)
                            + ": " + TimeText.of(time.minus(budget)) + " over",
                    sumLines(lines)));
        }
    }

    private void fit(String claim, List<CriticalPath.Line> lines, Duration bound, String boundName, Place at) {
        Duration sum = CriticalPath.sum(lines).time();
        if (sum.compareTo(bound) > 0) {
            problems.add(new Problem(
                    at,
                    claim + " " + TimeText.of(sum) + ", " + boundName + " " + TimeText.of(bound) + ": "
                            + TimeText.of(sum.minus(bound)) + " over",
                    sumLines(lines)));
        }
    }

    /** Formats a sum: names on the left, times in a column, notes after them. */
    public static List<String> sumLines(List<CriticalPath.Line> lines) {
        int names = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
        int times = lines.stream()
                .mapToInt(line -> TimeText.inColumn(line.cost().time()).length())
                .max()
                .orElse(0);
        return lines.stream()
                .map(line -> {
                    String time = TimeText.inColumn(line.cost().time());
                    String note = line.cost().note();
                    return line.name()
                            + " ".repeat(names - line.name().length() + 4 + times - time.length())
                            + time
                            + (note.isEmpty() ? "" : "   (" + note + ")");
                })
                .toList();
    }
}
