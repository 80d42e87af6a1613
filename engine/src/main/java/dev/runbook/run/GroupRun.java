package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.journal.Event;
import dev.runbook.plan.Group;
import dev.runbook.plan.Message;
import dev.runbook.plan.Node;
import dev.runbook.run.NodeResult.Completion;
import dev.runbook.value.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Runs a phase (members in order) or a parallel (members at once, then the quorum is counted). */
final class GroupRun {
    private final PlanExecutor walk;
    private final HandlerRun handlers;

    GroupRun(PlanExecutor walk, HandlerRun handlers) {
        this.walk = walk;
        this.handlers = handlers;
    }

    NodeResult run(Group group, Scope scope) {
        RunContext run = scope.run();
        String path = scope.path(group.name());
        Optional<FinishedStep> past = run.past().finished(path);
        if (past.isPresent()) { // only a skipped group has such a record
            scope.known().settle(group.members(), past.get().cause());
            return NodeResult.SKIPPED;
        }
        try {
            Optional<String> skipped = run.past().knows(path) ? Optional.empty() : walk.skipped(group.onlyIf(), path);
            if (skipped.isPresent()) {
                scope.known().settle(group.members(), skipped.get());
                return NodeResult.SKIPPED;
            }
        } catch (AuthorException refused) {
            String cause = run.mask(refused.getMessage());
            finished(group, scope, path, Result.FAILED.word(), List.of(), "", cause);
            return handled(group, path, new NodeResult.Failed(path, Result.FAILED, cause), scope.container());
        }
        run.recordOnce(new Event.GroupStarted(
                path,
                group.kind().word(),
                group.budget().map(budget -> budget.time().toMillis()).orElse(-1L),
                group.members().size()));
        Scope inside =
                scope.within(scope.limit().within(group.budget(), group.name())).container();
        MemberTimes times = new MemberTimes(run.clock());
        OverrunWatch overrun = new OverrunWatch(run, path, group.budget(), times::blame);
        NodeResult ended = group.kind() == Group.Kind.PHASE
                ? phase(group, inside, path, times)
                : parallel(group, inside, path, times);
        overrun.ended();
        return ended instanceof NodeResult.Failed failed ? handled(group, path, failed, inside) : ended;
    }

    private NodeResult handled(Group group, String path, NodeResult.Failed failed, Scope inside) {
        inside.known().settle(group.members(), PlanExecutor.NOT_REACHED);
        return group.onFailure()
                .map(handler -> handlers.run(handler, path, failed, inside))
                .orElse(failed);
    }

    private NodeResult phase(Group group, Scope scope, String path, MemberTimes times) {
        List<NodeResult> ends = new ArrayList<>();
        NodeResult ended = walk.sequence(group.members(), scope, member -> times.next(member.name()), ends::add);
        if (ended instanceof NodeResult.Completed) {
            return wentOn(group, scope, path, ends, "");
        }
        String cause = ended instanceof NodeResult.Failed failed ? failed.describe() : "";
        finished(group, scope, path, NodeResult.word(ended), ends, "", cause);
        return ended instanceof NodeResult.Failed failed ? failed.within(path) : ended;
    }

    /** Returns the end of a group that did not fail; a container whose members were all skipped is skipped itself. */
    private static NodeResult wentOn(Group group, Scope scope, String path, List<NodeResult> ends, String quorum) {
        boolean skipped = !ends.isEmpty() && NodeResult.count(ends, Completion.SKIPPED) == ends.size();
        finished(group, scope, path, (skipped ? Result.SKIPPED : Result.OK).word(), ends, quorum, "");
        return skipped ? NodeResult.SKIPPED : NodeResult.COMPLETED;
    }

    private NodeResult parallel(Group group, Scope scope, String path, MemberTimes times) {
        CancellationScope stops = scope.stops().child();
        try {
            List<Node> members = group.members();
            Scope own = scope.stoppedBy(stops);
            List<Callable<NodeResult>> calls = members.stream()
                    .map(member -> (Callable<NodeResult>) () -> timed(member, own, times))
                    .toList();
            List<NodeResult> ends = Concurrently.all(calls, members.size(), stops);
            Optional<NodeResult> fallsBack =
                    ends.stream().filter(NodeResult.FallsBack.class::isInstance).findFirst();
            if (fallsBack.isPresent()) {
                finished(group, scope, path, "failed", ends, "", "falls back");
                return fallsBack.get();
            }
            Optional<NodeResult> aborted =
                    ends.stream().filter(NodeResult.Aborted.class::isInstance).findFirst();
            if (aborted.isPresent() && !scope.stops().requested()) {
                finished(
                        group,
                        scope,
                        path,
                        Result.CANCELLED.word(),
                        ends,
                        "",
                        ((NodeResult.Aborted) aborted.get()).why());
                return aborted.get();
            }
            if (scope.stops().requested()) {
                finished(group, scope, path, Result.CANCELLED.word(), ends, "", "stopped");
                return new NodeResult.Aborted("'" + path + "' was stopped");
            }
            return counted(group, scope, path, ends);
        } finally {
            scope.stops().forget(stops);
        }
    }

    private NodeResult timed(Node member, Scope scope, MemberTimes times) {
        times.begins(member.name());
        try {
            return walk.node(member, scope);
        } finally {
            times.ends(member.name());
        }
    }

    private NodeResult counted(Group group, Scope scope, String path, List<NodeResult> ends) {
        int members = (int) group.members().stream().filter(GroupRun::counts).count();
        int failures =
                (int) ends.stream().filter(NodeResult.Failed.class::isInstance).count();
        int needed = group.atLeast().map(quorum -> quorum.of(members)).orElse(members);
        String quorum = group.atLeast().isPresent() ? needed + " of " + members : "";
        if (members - failures >= needed) {
            return wentOn(group, scope, path, ends, quorum);
        }
        String cause = (members - failures) + " of " + members + " ok, " + needed + " needed: "
                + ends.stream()
                        .filter(NodeResult.Failed.class::isInstance)
                        .map(end -> ((NodeResult.Failed) end).describe())
                        .collect(Collectors.joining("; "));
        boolean late = scope.limit().passed();
        finished(group, scope, path, (late ? Result.TIMED_OUT : Result.FAILED).word(), ends, quorum, cause);
        return new NodeResult.Failed(
                path,
                late ? Result.TIMED_OUT : Result.FAILED,
                cause,
                NodeResult.traces(ends).within(List.of(path)));
    }

    private static boolean counts(Node node) {
        return !(node instanceof Message);
    }

    private static void finished(
            Group group, Scope scope, String path, String result, List<NodeResult> ends, String quorum, String cause) {
        scope.run()
                .recordOnce(new Event.GroupFinished(
                        path,
                        result,
                        NodeResult.count(ends, Completion.OK),
                        group.members().size(),
                        quorum,
                        cause,
                        NodeResult.count(ends, Completion.SKIPPED),
                        NodeResult.count(ends, Completion.IGNORED)));
    }
}
