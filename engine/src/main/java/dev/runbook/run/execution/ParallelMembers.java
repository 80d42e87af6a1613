package dev.runbook.run.execution;

import dev.runbook.journal.event.FailureTrace;
import dev.runbook.plan.Group;
import dev.runbook.plan.Node;
import dev.runbook.run.control.CancellationScope;
import dev.runbook.value.Result;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Runs the members of a parallel at once, then counts the quorum. */
final class ParallelMembers {
    private final NodeExecutor<Node> nodes;

    ParallelMembers(NodeExecutor<Node> nodes) {
        this.nodes = nodes;
    }

    ContainerEnd execute(Group group, Scope scope, String path, MemberTimes times) {
        CancellationScope stops = scope.stops().child();
        try {
            Scope own = scope.stoppedBy(stops);
            List<Callable<NodeResult>> members = group.members().stream()
                    .map(member -> (Callable<NodeResult>) () -> timed(member, own, times))
                    .toList();
            return end(group, scope, path, ConcurrentExecution.all(members, members.size(), stops));
        } finally {
            scope.stops().forget(stops);
        }
    }

    private NodeResult timed(Node member, Scope scope, MemberTimes times) {
        times.begins(member.name());
        try {
            return nodes.execute(member, scope);
        } finally {
            times.ends(member.name());
        }
    }

    private static ContainerEnd end(Group group, Scope scope, String path, List<NodeResult> ends) {
        Optional<NodeResult> fallsBack =
                ends.stream().filter(NodeResult.FallsBack.class::isInstance).findFirst();
        if (fallsBack.isPresent()) {
            return ContainerEnd.of(fallsBack.get(), ends, "falls back");
        }
        if (scope.stops().requested()) {
            FailureTrace trace =
                    NodeResult.aborted(ends).map(NodeResult.Aborted::trace).orElseGet(FailureTrace::none);
            return ContainerEnd.of(new NodeResult.Aborted("'" + path + "' was stopped", trace), ends, "stopped");
        }
        return NodeResult.aborted(ends)
                .map(aborted -> ContainerEnd.of(aborted, ends, aborted.why()))
                .orElseGet(() -> counted(group, scope, path, ends));
    }

    private static ContainerEnd counted(Group group, Scope scope, String path, List<NodeResult> ends) {
        int members = group.counted();
        int needed = group.required();
        List<NodeResult.Failed> failures =
                ends.stream().flatMap(NodeResult::failed).toList();
        int good = members - failures.size();
        int quorum = group.atLeast().isPresent() ? needed : -1;
        int quorumOf = group.atLeast().isPresent() ? members : -1;
        if (good >= needed) {
            return ContainerEnd.completed(ends, quorum, quorumOf);
        }
        String cause = good + " of " + members + " ok, " + needed + " needed: " + MemberFailures.describe(failures);
        Result result = scope.limit().passed() ? Result.TIMED_OUT : Result.FAILED;
        NodeResult failed = NodeResult.Failed.of(path, result, cause, failures);
        return new ContainerEnd(failed, result, ends, quorum, quorumOf, cause);
    }
}
