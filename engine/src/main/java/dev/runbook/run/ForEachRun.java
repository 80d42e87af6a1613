package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.journal.Event;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Node;
import dev.runbook.plan.Task;
import dev.runbook.run.NodeResult.Completion;
import dev.runbook.value.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Runs the iterations of a {@code forEach}, in order or concurrently. */
final class ForEachRun {
    private final PlanExecutor walk;
    private final HandlerRun handlers;

    ForEachRun(PlanExecutor walk, HandlerRun handlers) {
        this.walk = walk;
        this.handlers = handlers;
    }

    NodeResult run(ForEach forEach, Scope scope) {
        String path = scope.path(forEach.name());
        if (scope.run().leftOut(path).isPresent()) {
            return NodeResult.SKIPPED;
        }
        Scope inside = scope.within(scope.limit().within(forEach.budget(), forEach.name()))
                .container()
                .inner(forEach.name());
        MemberTimes times = new MemberTimes(scope.run().clock());
        OverrunWatch overrun = new OverrunWatch(scope.run(), path, forEach.budget(), times::blame);
        NodeResult ended = rounds(forEach, inside, path, times);
        overrun.ended();
        return ended instanceof NodeResult.Failed failed && forEach.onFailure().isPresent()
                ? handlers.run(
                        forEach.onFailure().get(),
                        path,
                        failed,
                        inside.under(scope.prefix()).knowing(scope.known()))
                : ended;
    }

    private NodeResult rounds(ForEach forEach, Scope scope, String path, MemberTimes times) {
        List<ForEach.Round> rounds;
        try {
            rounds = forEach.rounds().read();
        } catch (AuthorException refused) {
            started(forEach, scope, path, 0);
            return finished(
                    scope,
                    path,
                    new NodeResult.Failed(path, Result.FAILED, scope.run().mask(refused.getMessage())),
                    List.of(),
                    0);
        }
        started(forEach, scope, path, rounds.size());
        NodeResult ended = forEach.atOnce() > 1
                ? atOnce(forEach, rounds, scope, path, times)
                : inOrder(forEach, rounds, scope, path, times);
        if (!forEach.rounds().readAfterwards().isEmpty()) {
            rounds.forEach(
                    round -> scope.inner(round.label()).known().settle(round.members(), PlanExecutor.NOT_REACHED));
        }
        return ended;
    }

    private NodeResult inOrder(
            ForEach forEach, List<ForEach.Round> rounds, Scope scope, String path, MemberTimes times) {
        List<NodeResult> ends = new ArrayList<>();
        for (ForEach.Round round : rounds) {
            NodeResult ended = round(forEach, round, scope, times);
            ends.add(ended);
            if (!(ended instanceof NodeResult.Completed)) {
                NodeResult end = ended instanceof NodeResult.Failed failed ? failed.within(path) : ended;
                return finished(scope, path, end, ends, rounds.size());
            }
        }
        return finished(scope, path, NodeResult.COMPLETED, ends, rounds.size());
    }

    private NodeResult atOnce(
            ForEach forEach, List<ForEach.Round> rounds, Scope scope, String path, MemberTimes times) {
        CancellationScope stops = scope.stops().child();
        try {
            Scope own = scope.stoppedBy(stops);
            List<Callable<NodeResult>> members = rounds.stream()
                    .map(round -> (Callable<NodeResult>) () -> round(forEach, round, own, times))
                    .toList();
            List<NodeResult> ends = Concurrently.all(members, forEach.atOnce(), stops);
            NodeResult worst = ends.stream()
                    .filter(end -> !(end instanceof NodeResult.Completed || end instanceof NodeResult.Failed))
                    .findFirst()
                    .orElseGet(() -> failed(ends, path));
            return finished(scope, path, worst, ends, rounds.size());
        } finally {
            scope.stops().forget(stops);
        }
    }

    private static NodeResult failed(List<NodeResult> ends, String path) {
        String causes = ends.stream()
                .filter(NodeResult.Failed.class::isInstance)
                .map(end -> ((NodeResult.Failed) end).describe())
                .collect(Collectors.joining("; "));
        return causes.isEmpty()
                ? NodeResult.COMPLETED
                : new NodeResult.Failed(
                        path, Result.FAILED, causes, NodeResult.traces(ends).within(List.of(path)));
    }

    private NodeResult round(ForEach forEach, ForEach.Round round, Scope scope, MemberTimes times) {
        Scope own = scope.inner(round.label());
        times.begins(round.label());
        try {
            List<NodeResult> ends = new ArrayList<>();
            NodeResult ended = walk.sequence(round.members(), own, member -> {}, ends::add);
            return ended instanceof NodeResult.Completed && ends.contains(NodeResult.IGNORED)
                    ? NodeResult.IGNORED
                    : ended;
        } finally {
            times.ends(round.label());
            if (round.members().stream().flatMap(Node::everyNode).noneMatch(ForEachRun::isUndo)) {
                own.known().forget(forEach.rounds().readAfterwards());
            }
        }
    }

    private static boolean isUndo(Node node) {
        return node instanceof Task task && task.kind() == Task.Kind.UNDO;
    }

    private static void started(ForEach forEach, Scope scope, String path, int rounds) {
        long budget = forEach.budget().map(b -> b.time().toMillis()).orElse(-1L);
        scope.run().recordOnce(new Event.GroupStarted(path, "forEach", budget, rounds));
    }

    private static NodeResult finished(Scope scope, String path, NodeResult ended, List<NodeResult> ends, int rounds) {
        String cause = ended instanceof NodeResult.Failed failed ? failed.cause() : "";
        scope.run()
                .recordOnce(new Event.GroupFinished(
                        path,
                        NodeResult.word(ended),
                        NodeResult.count(ends, Completion.OK),
                        rounds,
                        "",
                        cause,
                        NodeResult.count(ends, Completion.SKIPPED),
                        NodeResult.count(ends, Completion.IGNORED)));
        return ended;
    }
}
