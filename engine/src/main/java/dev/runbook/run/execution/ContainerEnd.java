package dev.runbook.run.execution;

import dev.runbook.journal.event.GroupFinished;
import dev.runbook.journal.event.MemberCounts;
import dev.runbook.run.execution.NodeResult.Completed;
import dev.runbook.value.Result;
import java.util.List;

/**
 * How a container ended, for its record.
 *
 * @param end what the outer container continues with
 * @param members how each member that was reached ended
 * @param needed how many members had to be ok, of how many; both -1 without a quorum
 */
record ContainerEnd(NodeResult end, Result result, List<NodeResult> members, int needed, int quorumOf, String cause) {
    /** Returns the end of a container that failed before any of its members. */
    static ContainerEnd refused(String path, String cause) {
        return of(new NodeResult.Failed(path, Result.FAILED, cause), List.of(), cause);
    }

    static ContainerEnd of(NodeResult end, List<NodeResult> members, String cause) {
        return new ContainerEnd(end, NodeResult.result(end), members, -1, -1, cause);
    }

    /** Returns the end of a container without a quorum that did not fail. */
    static ContainerEnd completed(List<NodeResult> members) {
        return completed(members, -1, -1);
    }

    /** Returns the end of a container that did not fail; one whose members were all skipped is skipped itself. */
    static ContainerEnd completed(List<NodeResult> members, int needed, int quorumOf) {
        boolean skipped = !members.isEmpty() && NodeResult.count(members, Completed.SKIPPED) == members.size();
        return skipped
                ? new ContainerEnd(NodeResult.Completed.SKIPPED, Result.SKIPPED, members, needed, quorumOf, "")
                : new ContainerEnd(NodeResult.Completed.OK, Result.OK, members, needed, quorumOf, "");
    }

    /**
     * Records the end and returns what the outer container continues with.
     *
     * @param size the number of members, reached or not
     */
    NodeResult record(RunContext run, String path, int size) {
        run.recordOnce(new GroupFinished(
                path,
                result,
                new MemberCounts(
                        NodeResult.count(members, Completed.OK),
                        size,
                        NodeResult.count(members, Completed.SKIPPED),
                        NodeResult.count(members, Completed.IGNORED),
                        needed,
                        quorumOf),
                cause));
        return end;
    }
}
