package dev.runbook.run;

import dev.runbook.journal.Event;
import dev.runbook.plan.ClockMark;
import dev.runbook.plan.Group;
import dev.runbook.plan.Message;
import dev.runbook.plan.Node;
import dev.runbook.plan.Task;
import java.util.List;
import java.util.Optional;

/** Takes the nodes of a plan in their order, each in its own way. */
final class Walk {
    private final RunContext run;
    private final TaskRun tasks;
    private final GroupRun groups;

    Walk(RunContext run) {
        this.run = run;
        HandlerRun handlers = new HandlerRun(this);
        this.tasks = new TaskRun(run, this, handlers);
        this.groups = new GroupRun(this, handlers);
    }

    /** Stops at the first that does not go on. */
    Ended sequence(List<? extends Node> nodes, Scope scope) {
        for (Node node : nodes) {
            Ended ended = node(node, scope);
            if (!(ended instanceof Ended.WentOn)) {
                return ended;
            }
        }
        return Ended.WENT_ON;
    }

    Ended node(Node node, Scope scope) {
        if (scope.stops().requested()) {
            return new Ended.Aborted("the run was asked to stop");
        }
        if (node instanceof Task task) {
            return tasks.run(task, scope);
        }
        if (node instanceof Group group) {
            return groups.run(group, scope);
        }
        if (node instanceof Message message) {
            run.notices().send(message, "");
            return Ended.WENT_ON;
        }
        if (node instanceof ClockMark) {
            return Ended.WENT_ON; // the runbook's own walk has seen to it
        }
        throw new IllegalStateException("no way to run " + node);
    }

    /** Why something must not run, told and recorded; empty if it is to run. */
    Optional<String> skipped(Optional<dev.runbook.plan.Condition> onlyIf, String path) {
        return onlyIf.flatMap(condition ->
                        Judged.of(condition, java.util.Map.of(), run.masker()).notHolding())
                .map(why -> {
                    run.record(new Event.StepSkipped(path, "onlyIf: " + why));
                    return why;
                });
    }
}
