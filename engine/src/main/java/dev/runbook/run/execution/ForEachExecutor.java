package dev.runbook.run.execution;

import dev.runbook.AuthorException;
import dev.runbook.journal.event.GroupStarted;
import dev.runbook.outline.StepKinds;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Node;
import dev.runbook.plan.Task;
import dev.runbook.run.control.CancellationScope;
import dev.runbook.run.state.TaskEnd;
import dev.runbook.value.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Runs the iterations of a {@code forEach}, in order or concurrently, or of a {@code firstOf} up to the first that
 * succeeds.
 */
final class ForEachExecutor implements NodeExecutor<ForEach> {
    /**
     * One execution of a {@code forEach}.
     *
     * @param scope inside it
     * @param outer the scope that contains it
     */
    private record Loop(
            ForEach forEach,
            List<ForEach.Iteration> iterations,
            Scope scope,
            Scope outer,
            String path,
            MemberTimes times) {}

    private final Sequence sequence;
    private final HandlerExecutor handlers;

    ForEachExecutor(Sequence sequence, HandlerExecutor handlers) {
        this.sequence = sequence;
        this.handlers = handlers;
    }

    @Override
    public NodeResult execute(ForEach forEach, Scope scope) {
        String path = scope.path(forEach.name());
        Optional<String> leftOut = scope.run().leftOut(path);
        if (leftOut.isPresent()) {
            leaves(forEach, TaskEnd.skipped(leftOut.get()), scope);
            return NodeResult.Completed.SKIPPED;
        }
        Scope inside = scope.within(scope.limit().within(forEach.budget(), forEach.name()))
                .container()
                .inner(forEach.name());
        MemberTimes times = new MemberTimes(scope.run().clock());
        OverrunWatch overrun = new OverrunWatch(scope.run(), path, forEach.budget(), times::blame);
        NodeResult ended = iterations(forEach, inside, scope, path, times);
        overrun.ended();
        return handlers.handle(
                ended, forEach.onFailure(), path, inside.under(scope.prefix()).knowing(scope.known()));
    }

    /** Makes the end of a {@code firstOf} known to later steps, which read it like that of a step. */
    private static void leaves(ForEach forEach, TaskEnd end, Scope outer) {
        if (forEach.kind() == ForEach.Kind.FIRST) {
            outer.known().left(forEach.name(), end);
        }
    }

    private NodeResult iterations(ForEach forEach, Scope scope, Scope outer, String path, MemberTimes times) {
        List<ForEach.Iteration> iterations;
        try {
            iterations = forEach.iterations().read();
        } catch (AuthorException refused) {
            started(forEach, scope, path, 0);
            leaves(forEach, failed(scope.run().mask(refused.getMessage())), outer);
            return ContainerEnd.refused(path, scope.run().mask(refused.getMessage()))
                    .record(scope.run(), path, 0);
        }
        started(forEach, scope, path, iterations.size());
        Loop loop = new Loop(forEach, iterations, scope, outer, path, times);
        ContainerEnd end = switch (forEach.kind()) {
            case EACH -> forEach.atOnce() > 1 ? atOnce(loop) : inOrder(loop);
            case FIRST -> first(loop);
        };
        NodeResult ended = end.record(scope.run(), path, iterations.size());
        if (!forEach.iterations().readAfterwards().isEmpty()) {
            iterations.forEach(iteration ->
                    scope.inner(iteration.label()).known().settle(iteration.members(), PlanExecutor.NOT_REACHED));
        }
        return ended;
    }

    private ContainerEnd inOrder(Loop loop) {
        List<NodeResult> ends = new ArrayList<>();
        for (ForEach.Iteration iteration : loop.iterations()) {
            NodeResult ended = iteration(loop, iteration, loop.scope());
            ends.add(ended);
            if (ended instanceof NodeResult.Failed failed) {
                return ContainerEnd.of(failed.within(loop.path()), ends, failed.cause());
            }
            if (!(ended instanceof NodeResult.Completed)) {
                return ContainerEnd.of(ended, ends, "");
            }
        }
        return ContainerEnd.of(NodeResult.Completed.OK, ends, "");
    }

    private ContainerEnd first(Loop loop) {
        List<NodeResult> ends = new ArrayList<>();
        List<String> tried = new ArrayList<>();
        for (ForEach.Iteration iteration : loop.iterations()) {
            NodeResult ended = iteration(loop, iteration, loop.scope());
            ends.add(ended);
            if (ended instanceof NodeResult.Completed) {
                leaves(
                        loop.forEach(),
                        new TaskEnd(Result.OK, ends.size(), "", Collections.singletonMap("value", iteration.item())),
                        loop.outer());
                return ContainerEnd.completed(ends, 1, loop.iterations().size());
            }
            if (!(ended instanceof NodeResult.Failed failed)) {
                return ContainerEnd.of(ended, ends, "");
            }
            tried.add(failed.describe());
            if (loop.scope().limit().passed()) {
                break;
            }
        }
        return noneHolds(loop, ends, tried);
    }

    private static ContainerEnd noneHolds(Loop loop, List<NodeResult> ends, List<String> tried) {
        String cause = tried.isEmpty()
                ? "there is nothing to choose from: the list is empty"
                : "none of the " + tried.size() + " tried holds: " + String.join("; ", tried);
        leaves(loop.forEach(), failed(cause), loop.outer());
        List<NodeResult.Failed> failures =
                ends.stream().flatMap(NodeResult::failed).toList();
        Result result = loop.scope().limit().passed() ? Result.TIMED_OUT : Result.FAILED;
        NodeResult.Failed failed = failures.isEmpty()
                ? new NodeResult.Failed(loop.path(), result, cause)
                : NodeResult.Failed.of(loop.path(), result, cause, failures);
        return new ContainerEnd(failed, result, ends, -1, -1, cause);
    }

    private static TaskEnd failed(String cause) {
        return new TaskEnd(Result.FAILED, 1, cause, Map.of());
    }

    private ContainerEnd atOnce(Loop loop) {
        CancellationScope stops = loop.scope().stops().child();
        try {
            Scope own = loop.scope().stoppedBy(stops);
            List<Callable<NodeResult>> members = loop.iterations().stream()
                    .map(iteration -> (Callable<NodeResult>) () -> iteration(loop, iteration, own))
                    .toList();
            List<NodeResult> ends =
                    ConcurrentExecution.all(members, loop.forEach().atOnce(), stops);
            return ends.stream()
                    .filter(NodeResult.FallsBack.class::isInstance)
                    .findFirst()
                    .or(() -> NodeResult.aborted(ends))
                    .map(stopped -> ContainerEnd.of(stopped, ends, ""))
                    .orElseGet(() -> counted(ends, loop.path()));
        } finally {
            loop.scope().stops().forget(stops);
        }
    }

    private static ContainerEnd counted(List<NodeResult> ends, String path) {
        List<NodeResult.Failed> failures =
                ends.stream().flatMap(NodeResult::failed).toList();
        String causes = MemberFailures.describe(failures);
        return failures.isEmpty()
                ? ContainerEnd.of(NodeResult.Completed.OK, ends, "")
                : ContainerEnd.of(NodeResult.Failed.of(path, Result.FAILED, causes, failures), ends, causes);
    }

    private NodeResult iteration(Loop loop, ForEach.Iteration iteration, Scope scope) {
        Scope own = scope.inner(iteration.label());
        loop.times().begins(iteration.label());
        try {
            List<NodeResult> ends = new ArrayList<>();
            NodeResult ended = sequence.execute(iteration.members(), own, member -> {}, ends::add);
            return ended instanceof NodeResult.Completed && ends.contains(NodeResult.Completed.IGNORED)
                    ? NodeResult.Completed.IGNORED
                    : ended;
        } finally {
            loop.times().ends(iteration.label());
            if (iteration.members().stream().flatMap(Node::everyNode).noneMatch(ForEachExecutor::isUndo)) {
                own.known().forget(loop.forEach().iterations().readAfterwards());
            }
        }
    }

    private static boolean isUndo(Node node) {
        return node instanceof Task task && task.kind() == Task.Kind.UNDO;
    }

    private static void started(ForEach forEach, Scope scope, String path, int iterations) {
        long budget = forEach.budget().map(b -> b.time().toMillis()).orElse(-1L);
        scope.run().recordOnce(new GroupStarted(path, StepKinds.of(forEach.kind()), budget, iterations));
    }
}
