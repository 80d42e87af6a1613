package dev.runbook.run.execution;

import dev.runbook.AuthorException;
import dev.runbook.journal.event.GroupStarted;
import dev.runbook.journal.event.StepKind;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Node;
import dev.runbook.plan.Task;
import dev.runbook.run.control.CancellationScope;
import dev.runbook.value.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Runs the iterations of a {@code forEach}, in order or concurrently. */
final class ForEachExecutor implements NodeExecutor<ForEach> {
    private final Sequence sequence;
    private final HandlerExecutor handlers;

    ForEachExecutor(Sequence sequence, HandlerExecutor handlers) {
        this.sequence = sequence;
        this.handlers = handlers;
    }

    @Override
    public NodeResult execute(ForEach forEach, Scope scope) {
        String path = scope.path(forEach.name());
        if (scope.run().leftOut(path).isPresent()) {
            return NodeResult.Completed.SKIPPED;
        }
        Scope inside = scope.within(scope.limit().within(forEach.budget(), forEach.name()))
                .container()
                .inner(forEach.name());
        MemberTimes times = new MemberTimes(scope.run().clock());
        OverrunWatch overrun = new OverrunWatch(scope.run(), path, forEach.budget(), times::blame);
        NodeResult ended = iterations(forEach, inside, path, times);
        overrun.ended();
        return handlers.handle(
                ended, forEach.onFailure(), path, inside.under(scope.prefix()).knowing(scope.known()));
    }

    private NodeResult iterations(ForEach forEach, Scope scope, String path, MemberTimes times) {
        List<ForEach.Iteration> iterations;
        try {
            iterations = forEach.iterations().read();
        } catch (AuthorException refused) {
            started(forEach, scope, path, 0);
            return ContainerEnd.refused(path, scope.run().mask(refused.getMessage()))
                    .record(scope.run(), path, 0);
        }
        started(forEach, scope, path, iterations.size());
        ContainerEnd end = forEach.atOnce() > 1
                ? atOnce(forEach, iterations, scope, path, times)
                : inOrder(forEach, iterations, scope, path, times);
        NodeResult ended = end.record(scope.run(), path, iterations.size());
        if (!forEach.iterations().readAfterwards().isEmpty()) {
            iterations.forEach(iteration ->
                    scope.inner(iteration.label()).known().settle(iteration.members(), PlanExecutor.NOT_REACHED));
        }
        return ended;
    }

    private ContainerEnd inOrder(
            ForEach forEach, List<ForEach.Iteration> iterations, Scope scope, String path, MemberTimes times) {
        List<NodeResult> ends = new ArrayList<>();
        for (ForEach.Iteration iteration : iterations) {
            NodeResult ended = iteration(forEach, iteration, scope, times);
            ends.add(ended);
            if (ended instanceof NodeResult.Failed failed) {
                return ContainerEnd.of(failed.within(path), ends, failed.cause());
            }
            if (!(ended instanceof NodeResult.Completed)) {
                return ContainerEnd.of(ended, ends, "");
            }
        }
        return ContainerEnd.of(NodeResult.Completed.OK, ends, "");
    }

    private ContainerEnd atOnce(
            ForEach forEach, List<ForEach.Iteration> iterations, Scope scope, String path, MemberTimes times) {
        CancellationScope stops = scope.stops().child();
        try {
            Scope own = scope.stoppedBy(stops);
            List<Callable<NodeResult>> members = iterations.stream()
                    .map(iteration -> (Callable<NodeResult>) () -> iteration(forEach, iteration, own, times))
                    .toList();
            List<NodeResult> ends = Concurrently.all(members, forEach.atOnce(), stops);
            return ends.stream()
                    .filter(NodeResult.FallsBack.class::isInstance)
                    .findFirst()
                    .or(() -> NodeResult.aborted(ends))
                    .map(stopped -> ContainerEnd.of(stopped, ends, ""))
                    .orElseGet(() -> counted(ends, path));
        } finally {
            scope.stops().forget(stops);
        }
    }

    private static ContainerEnd counted(List<NodeResult> ends, String path) {
        List<NodeResult.Failed> failures =
                ends.stream().flatMap(NodeResult::failed).toList();
        String causes = NodeResult.describe(failures);
        return failures.isEmpty()
                ? ContainerEnd.of(NodeResult.Completed.OK, ends, "")
                : ContainerEnd.of(
                        new NodeResult.Failed(
                                path,
                                Result.FAILED,
                                causes,
                                NodeResult.traces(failures).within(List.of(path))),
                        ends,
                        causes);
    }

    private NodeResult iteration(ForEach forEach, ForEach.Iteration iteration, Scope scope, MemberTimes times) {
        Scope own = scope.inner(iteration.label());
        times.begins(iteration.label());
        try {
            List<NodeResult> ends = new ArrayList<>();
            NodeResult ended = sequence.execute(iteration.members(), own, member -> {}, ends::add);
            return ended instanceof NodeResult.Completed && ends.contains(NodeResult.Completed.IGNORED)
                    ? NodeResult.Completed.IGNORED
                    : ended;
        } finally {
            times.ends(iteration.label());
            if (iteration.members().stream().flatMap(Node::everyNode).noneMatch(ForEachExecutor::isUndo)) {
                own.known().forget(forEach.iterations().readAfterwards());
            }
        }
    }

    private static boolean isUndo(Node node) {
        return node instanceof Task task && task.kind() == Task.Kind.UNDO;
    }

    private static void started(ForEach forEach, Scope scope, String path, int iterations) {
        long budget = forEach.budget().map(b -> b.time().toMillis()).orElse(-1L);
        scope.run().recordOnce(new GroupStarted(path, StepKind.FOR_EACH, budget, iterations));
    }
}
