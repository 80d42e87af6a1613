package dev.runbook.run;

import dev.runbook.plan.Background;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Node;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A plan, and every plan it may follow or fall back to. */
final class PlansWithin {
    private final List<Plan> plans = new ArrayList<>();

    private PlansWithin() {}

    static List<Plan> of(Plan plan) {
        PlansWithin within = new PlansWithin();
        within.add(plan);
        return within.plans;
    }

    /** The locks of them all: a run takes them at its start, so that it never waits for itself. */
    static Set<String> locks(Plan plan) {
        Set<String> names = new TreeSet<>();
        of(plan).forEach(one -> names.addAll(one.locks()));
        return names;
    }

    private void add(Plan plan) {
        plans.add(plan);
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
            } else if (node instanceof ForEach forEach) {
                nodes(forEach.shown());
                handler(forEach.onFailure());
            } else if (node instanceof Background background) {
                work(background.task().work());
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
