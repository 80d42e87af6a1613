package dev.runbook.outline;

import dev.runbook.environment.Masker;
import dev.runbook.journal.event.PlannedStep;
import dev.runbook.journal.event.StepKind;
import dev.runbook.plan.Background;
import dev.runbook.plan.Budget;
import dev.runbook.plan.ClockMark;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Message;
import dev.runbook.plan.Node;
import dev.runbook.plan.NodeVisitor;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.plan.UndoAll;
import dev.runbook.plan.Work;
import dev.runbook.value.StepPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The lines of a plan as recorded in the journal, in order, so that a transcript can show what was not reached. */
public final class PlanOutline implements NodeVisitor<Stream<PlannedStep>> {
    private final String prefix;
    private final Masker masker;
    private final String container;
    private final int depth;

    private PlanOutline(String prefix, Masker masker, String container, int depth) {
        this.prefix = prefix;
        this.masker = masker;
        this.container = container;
        this.depth = depth;
    }

    /** @param prefix the path of the runbook in the run */
    public static List<PlannedStep> of(Plan plan, String prefix, Masker masker) {
        return new PlanOutline(prefix, masker, "", 0).nodes(plan.nodes()).toList();
    }

    private Stream<PlannedStep> nodes(List<? extends Node> nodes) {
        return nodes.stream().flatMap(node -> node.accept(this));
    }

    /** Returns the outline of nodes inside a container; the path of a step precedes the names of its verifies. */
    private PlanOutline inside(String path, String namesUnder) {
        return new PlanOutline(namesUnder, masker, path, depth + 1);
    }

    @Override
    public Stream<PlannedStep> task(Task task) {
        String path = path(task);
        return Stream.concat(single(task), inside(path, path).nodes(task.work().verifies()));
    }

    private Stream<PlannedStep> single(Task task) {
        Work.Act act = task.work().act();
        return line(path(task), StepKinds.of(task.kind()), task.budget(), act.word(), act.shown());
    }

    @Override
    public Stream<PlannedStep> group(Group group) {
        String path = path(group);
        return Stream.concat(
                line(path, StepKinds.of(group.kind()), group.budget(), "", ""),
                inside(path, prefix).nodes(group.members()));
    }

    @Override
    public Stream<PlannedStep> forEach(ForEach forEach) {
        return line(path(forEach), StepKinds.of(forEach.kind()), forEach.budget(), "", forEach.describe());
    }

    @Override
    public Stream<PlannedStep> background(Background background) {
        return single(background.task());
    }

    @Override
    public Stream<PlannedStep> undoAll(UndoAll undoAll) {
        return Stream.empty();
    }

    @Override
    public Stream<PlannedStep> message(Message message) {
        return message.onEvent()
                ? Stream.empty()
                : line("", StepKind.NOTIFY, Optional.empty(), "notify", message.channel());
    }

    @Override
    public Stream<PlannedStep> clockMark(ClockMark mark) {
        return Stream.empty();
    }

    private String path(Node node) {
        return StepPath.of(prefix, node.name());
    }

    private Stream<PlannedStep> line(
            String path, StepKind kind, Optional<Budget> budget, String action, String command) {
        long budgetMs = budget.map(b -> b.time().toMillis()).orElse(-1L);
        return Stream.of(new PlannedStep(path, kind, container, depth, budgetMs, action, masker.mask(command)));
    }
}
