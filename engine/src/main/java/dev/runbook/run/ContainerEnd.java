package dev.runbook.run;

import dev.runbook.journal.Event;
import dev.runbook.run.NodeResult.Completion;
import dev.runbook.value.Result;
import java.util.List;

/**
 * How a container ended, for its record.
 *
 * @param end what the outer container continues with
 * @param members how each member that was reached ended
 * @param quorum how many members were needed, in words; empty without a quorum
 */
record ContainerEnd(NodeResult end, Result result, List<NodeResult> members, String quorum, String cause) {
    /** The end of a container that failed before any of its members. */
    static ContainerEnd refused(String path, String cause) {
        return of(new NodeResult.Failed(path, Result.FAILED, cause), List.of(), cause);
    }

    static ContainerEnd of(NodeResult end, List<NodeResult> members, String cause) {
        return new ContainerEnd(end, NodeResult.result(end), members, "", cause);
    }

    /** The end of a container that did not fail; one whose members were all skipped is skipped itself. */
    static ContainerEnd completed(List<NodeResult> members, String quorum) {
        boolean skipped = !members.isEmpty() && NodeResult.count(members, Completion.SKIPPED) == members.size();
        return skipped
                ? new ContainerEnd(NodeResult.SKIPPED, Result.SKIPPED, members, quorum, "")
                : new ContainerEnd(NodeResult.COMPLETED, Result.OK, members, quorum, "");
    }

    /**
     * Records the end and returns what the outer container continues with.
     *
     * @param size the number of members, reached or not
     */
    NodeResult record(RunContext run, String path, int size) {
        run.recordOnce(new Event.GroupFinished(
                path,
                result.word(),
                NodeResult.count(members, Completion.OK),
                size,
                quorum,
                cause,
                NodeResult.count(members, Completion.SKIPPED),
                NodeResult.count(members, Completion.IGNORED)));
        return end;
    }
}
