package dev.runbook.run;

import dev.runbook.plan.Group;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Node;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The locks of a runbook and of every runbook it may follow or fall back to. */
final class LockNames {
    private final Set<String> names = new TreeSet<>();

    private LockNames() {}

    static Set<String> of(Plan plan) {
        LockNames names = new LockNames();
        names.add(plan);
        return names.names;
    }

    private void add(Plan plan) {
        names.addAll(plan.locks());
        nodes(plan.nodes());
        handler(plan.onFailure());
    }

    private void nodes(List<? extends Node> nodes) {
        for (Node node : nodes) {
            if (node instanceof Task task) {
                work(task.work());
            } else if (node instanceof Group group) {
                nodes(group.members());
                handler(group.onFailure());
            }
        }
    }

    private void work(Work work) {
        if (work.act() instanceof Work.Follow follow) {
            add(follow.runbook().plan());
        }
        nodes(work.verifies());
        handler(work.onFailure());
    }

    private void handler(Optional<Handler> handler) {
        handler.ifPresent(block -> {
            nodes(block.nodes());
            if (block.ending() instanceof Handler.FallBack fallBack) {
                add(fallBack.runbook().plan());
            }
        });
    }
}
