package dev.runbook.plan;

import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Checks before a run that the budgets fit: attempts and waits in their step, members in their container, the path
 * without failures in the RTO, the costliest path in the RTO limit.
 */
public final class BudgetArithmetic implements NodeVisitor.OfSteps<Stream<BudgetArithmetic.Problem>> {
    /** A budget that does not fit: the place, the message, and the sum behind it, line by line. */
    public record Problem(Place at, String message, List<String> sum) {}

    private final boolean bounded;

    /** @param bounded whether an enclosing budget ends the nodes in time */
    private BudgetArithmetic(boolean bounded) {
        this.bounded = bounded;
    }

    /** Returns all problems in the order of the file; empty if the plan can meet its RTO. */
    public static List<Problem> problems(Plan plan) {
        BudgetArithmetic unbounded = new BudgetArithmetic(false); // an RTO never stops a run
        return Stream.of(
                        plan.rto().stream().flatMap(rto -> rto(plan, rto)),
                        unbounded.nodes(Cleanup.before(plan.nodes())),
                        handler(plan.onFailure()),
                        cleanup(plan.nodes()))
                .flatMap(Function.identity())
                .toList();
    }

    private static Stream<Problem> rto(Plan plan, RtoTarget rto) {
        Stream<Problem> path = fit("budgets add up to", CriticalPath.ofRto(plan), rto.time(), "the RTO is", rto.at());
        Duration worst = WorstCase.of(plan);
        return Stream.concat(
                path,
                rto.limit().filter(limit -> worst.compareTo(limit) > 0).stream()
                        .map(limit -> new Problem(
                                rto.at(),
                                "the costliest path through handlers and fallbacks takes " + TimeText.of(worst)
                                        + ", the limit is " + TimeText.of(limit) + over(worst, limit),
                                List.of())));
    }

    private static Stream<Problem> handler(Optional<Handler> onFailure) {
        return onFailure.stream().flatMap(handler -> new BudgetArithmetic(false).nodes(handler.nodes()));
    }

    private Stream<Problem> nodes(List<? extends Node> nodes) {
        return nodes.stream().flatMap(node -> node.accept(this));
    }

    private Stream<Problem> within(Optional<Budget> budget, List<? extends Node> nodes) {
        return new BudgetArithmetic(bounded || budget.isPresent()).nodes(nodes);
    }

    @Override
    public Stream<Problem> group(Group group) {
        return Stream.of(
                        group.budget().stream().flatMap(budget -> members(group, budget.time())),
                        within(group.budget(), Cleanup.before(group.members())),
                        handler(group.onFailure()),
                        cleanup(group.members()))
                .flatMap(Function.identity());
    }

    /** Nothing around a cleanup ends it, so it must end by itself. */
    private static Stream<Problem> cleanup(List<? extends Node> members) {
        return Cleanup.of(members).stream()
                .flatMap(cleanup -> Stream.concat(
                        CriticalPath.of(cleanup).complete()
                                ? Stream.empty()
                                : Stream.of(new Problem(
                                        cleanup.at(),
                                        "'" + cleanup.name() + "' has no time limit: add a budget to it",
                                        List.of())),
                        cleanup.accept(new BudgetArithmetic(false))));
    }

    private static Stream<Problem> members(Group group, Duration budget) {
        return switch (group.kind()) {
            case PHASE, CLEANUP ->
                fit(
                        "members add up to",
                        CriticalPath.lines(Cleanup.before(group.members())),
                        budget,
                        "the " + group.kind().word() + "'s budget is",
                        group.at());
            case PARALLEL -> group.members().stream().flatMap(member -> longer(member, budget, group));
        };
    }

    private static Stream<Problem> longer(Node member, Duration budget, Group group) {
        Duration time = CriticalPath.of(member).time();
        return time.compareTo(budget) <= 0
                ? Stream.empty()
                : Stream.of(new Problem(
                        member.at(),
                        "'" + member.name() + "' may take " + TimeText.of(time) + ", the budget of '" + group.name()
                                + "' is " + TimeText.of(budget) + over(time, budget),
                        List.of()));
    }

    @Override
    public Stream<Problem> forEach(ForEach forEach) {
        return Stream.concat(within(forEach.budget(), forEach.shown()), handler(forEach.onFailure()));
    }

    @Override
    public Stream<Problem> task(Task task) {
        return Stream.of(
                        task.budget().stream().flatMap(budget -> attempts(task, budget.time())),
                        endless(task),
                        task.budget().stream()
                                .flatMap(budget -> task.work().act().followed().stream()
                                        .flatMap(other -> followed(task, other.plan(), budget.time()))),
                        within(task.budget(), task.work().verifies()),
                        handler(task.onFailure()))
                .flatMap(Function.identity());
    }

    private Stream<Problem> endless(Task task) {
        boolean asks = task.work().act().asked().isPresent();
        return task.budget().isEmpty() && !bounded && (task.polls() || asks)
                ? Stream.of(new Problem(
                        task.at(),
                        task.kind().word() + " '" + task.name() + "' " + (asks ? "waits for people" : "polls")
                                + " without a time limit: add a budget",
                        List.of()))
                : Stream.empty();
    }

    @Override
    public Stream<Problem> background(Background background) {
        return Stream.empty();
    }

    @Override
    public Stream<Problem> single(Node.Single node) {
        return Stream.empty();
    }

    private static Stream<Problem> attempts(Task task, Duration budget) {
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
        parts.addAll(CriticalPath.lines(task.work().verifies()));
        return fit("attempts, waits and verifies add up to", parts, budget, "the budget is", task.at());
    }

    private static CriticalPath.Line part(Task task, String name, Duration time) {
        return new CriticalPath.Line(name, Cost.of(time), task.at());
    }

    private static Stream<Problem> followed(Task task, Plan other, Duration budget) {
        List<Task> verifies = task.work().verifies();
        List<CriticalPath.Line> lines = new ArrayList<>(CriticalPath.lines(other.nodes()));
        lines.addAll(CriticalPath.lines(verifies));
        String claim = other.id() + (verifies.isEmpty() ? " adds" : " and the verifies add") + " up to";
        return fit(claim, lines, budget, "the budget of '" + task.name() + "' is", task.at());
    }

    private static Stream<Problem> fit(
            String claim, List<CriticalPath.Line> lines, Duration bound, String boundName, Place at) {
        Duration sum = CriticalPath.sum(lines).time();
        return sum.compareTo(bound) <= 0
                ? Stream.empty()
                : Stream.of(new Problem(
                        at,
                        claim + " " + TimeText.of(sum) + ", " + boundName + " " + TimeText.of(bound) + over(sum, bound),
                        sumLines(lines)));
    }

    private static String over(Duration time, Duration bound) {
        return ": " + TimeText.of(time.minus(bound)) + " over";
    }

    /** Formats a sum: names on the left, times in a column, notes after them. */
    static List<String> sumLines(List<CriticalPath.Line> lines) {
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
