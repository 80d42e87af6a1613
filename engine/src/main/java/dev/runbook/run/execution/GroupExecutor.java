package dev.runbook.run.execution;

import dev.runbook.AuthorException;
import dev.runbook.journal.event.GroupStarted;
import dev.runbook.outline.StepKinds;
import dev.runbook.plan.Cleanup;
import dev.runbook.plan.Group;
import dev.runbook.plan.Node;
import dev.runbook.run.resume.FinishedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a phase (members in order) or a parallel (members at once, then the quorum is counted). */
final class GroupExecutor implements NodeExecutor<Group> {
    private final Sequence sequence;
    private final ParallelMembers parallel;
    private final HandlerExecutor handlers;
    private final CleanupExecutor cleanups;

    GroupExecutor(Sequence sequence, ParallelMembers parallel, HandlerExecutor handlers, CleanupExecutor cleanups) {
        this.sequence = sequence;
        this.parallel = parallel;
        this.handlers = handlers;
        this.cleanups = cleanups;
    }

    @Override
    public NodeResult execute(Group group, Scope scope) {
        RunContext run = scope.run();
        String path = scope.path(group.name());
        Optional<String> skipped;
        try {
            skipped = skipped(group, path, run);
        } catch (AuthorException refused) {
            ContainerEnd end = ContainerEnd.refused(path, run.mask(refused.getMessage()));
            return handled(group, path, end.record(run, path, group.members().size()), scope.container());
        }
        if (skipped.isPresent()) {
            scope.known().settle(group.members(), skipped.get());
            return NodeResult.Completed.SKIPPED;
        }
        List<Node> members = Cleanup.before(group.members());
        run.recordOnce(new GroupStarted(
                path,
                StepKinds.of(group.kind()),
                group.budget().map(budget -> budget.time().toMillis()).orElse(-1L),
                members.size()));
        Scope inside = cleanups.members(group.members(), scope)
                .within(scope.limit().within(group.budget(), group.name()))
                .container();
        MemberTimes times = new MemberTimes(run.clock());
        OverrunWatch overrun = new OverrunWatch(run, path, group.budget(), times::blame);
        ContainerEnd end = switch (group.kind()) {
            case PHASE, CLEANUP -> phase(members, inside, path, times);
            case PARALLEL -> parallel.execute(group, inside, path, times);
        };
        NodeResult ended = end.record(run, path, members.size());
        overrun.ended();
        return cleanups.after(handled(group, path, ended, inside), group.members(), inside);
    }

    private static Optional<String> skipped(Group group, String path, RunContext run) {
        Optional<FinishedStep> past = run.past().finished(path); // only a skipped group has such a record
        return past.isPresent() || run.past().knows(path)
                ? past.map(FinishedStep::cause)
                : run.skipped(group.onlyIf(), path);
    }

    private NodeResult handled(Group group, String path, NodeResult ended, Scope inside) {
        if (ended instanceof NodeResult.Failed) {
            inside.known().settle(group.members(), PlanExecutor.NOT_REACHED);
        }
        return handlers.handle(ended, group.onFailure(), path, inside);
    }

    private ContainerEnd phase(List<Node> members, Scope scope, String path, MemberTimes times) {
        List<NodeResult> ends = new ArrayList<>();
        NodeResult ended = sequence.execute(members, scope, member -> times.next(member.name()), ends::add);
        if (ended instanceof NodeResult.Completed) {
            return ContainerEnd.completed(ends);
        }
        return ended instanceof NodeResult.Failed failed
                ? ContainerEnd.of(failed.within(path), ends, failed.describe())
                : ContainerEnd.of(ended, ends, "");
    }
}
