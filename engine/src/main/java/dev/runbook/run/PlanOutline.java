package dev.runbook.run;

import dev.runbook.environment.Masker;
import dev.runbook.journal.Event.PlannedStep;
import dev.runbook.plan.Background;
import dev.runbook.plan.Budget;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Message;
import dev.runbook.plan.Node;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import dev.runbook.value.StepPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines of a plan as recorded in the journal, in order, so that a transcript can show what was not reached. */
final class PlanOutline {
    private final String prefix;
    private final Masker masker;
    private final List<PlannedStep> lines = new ArrayList<>();

    private PlanOutline(String prefix, Masker masker) {
        this.prefix = prefix;
        this.masker = masker;
    }

    static List<PlannedStep> of(Plan plan, String prefix, Masker masker) {
        PlanOutline steps = new PlanOutline(prefix, masker);
        steps.nodes(plan.nodes(), "", 0);
        return List.copyOf(steps.lines);
    }

    private void nodes(List<? extends Node> nodes, String container, int depth) {
        for (Node node : nodes) {
            if (node instanceof Task task) {
                String path = path(task.name());
                add(path, task, container, depth);
                inner(task, path, depth + 1);
            } else if (node instanceof Group group) {
                String path = path(group.name());
                add(path, group.kind().word(), container, depth, group.budget(), "", "");
                nodes(group.members(), path, depth + 1);
            } else if (node instanceof ForEach forEach) {
                String path = path(forEach.name());
                add(path, "forEach", container, depth, forEach.budget(), "", "once for each of " + forEach.of());
            } else if (node instanceof Background background) {
                add(path(background.task().name()), background.task(), container, depth);
            } else if (node instanceof Message message && !message.standing()) {
                add("", "notify", container, depth, Optional.empty(), "notify", message.channel());
            }
        }
    }

    /** Adds the verifies of a step, which are placed under its path. */
    private void inner(Task task, String path, int depth) {
        for (Task verify : task.work().verifies()) {
            add(StepPath.of(path, verify.name()), verify, path, depth);
        }
    }

    private String path(String name) {
        return StepPath.of(prefix, name);
    }

    private void add(String path, Task task, String container, int depth) {
        Work.Act act = task.work().act();
        add(
                path,
                task.kind().word(),
                container,
                depth,
                task.budget(),
                ActDescription.word(act),
                ActDescription.command(act));
    }

    private void add(
            String path,
            String kind,
            String container,
            int depth,
            Optional<Budget> budget,
            String action,
            String shown) {
        long budgetMs = budget.map(b -> b.time().toMillis()).orElse(-1L);
        lines.add(new PlannedStep(path, kind, container, depth, budgetMs, action, masker.mask(shown)));
    }
}
