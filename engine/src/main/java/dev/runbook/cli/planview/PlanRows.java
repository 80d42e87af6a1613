package dev.runbook.cli.planview;

import dev.runbook.plan.Background;
import dev.runbook.plan.Budget;
import dev.runbook.plan.ClockMark;
import dev.runbook.plan.CriticalPath;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Message;
import dev.runbook.plan.Node;
import dev.runbook.plan.PastTimes;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.plan.UndoAll;
import dev.runbook.plan.Work;
import dev.runbook.value.StepPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Lays a plan out in lines: what happens in order, and below each thing what happens if it fails. */
public final class PlanRows {
    private final PastTimes past;
    private final List<PlanRow> rows = new ArrayList<>();
    /** The path of the followed runbook, or of the step, that the lines stand in. */
    private String under = "";

    private int number;

    private PlanRows(PastTimes past) {
        this.past = past;
    }

    /** @param past what is known of how long its steps take */
    public static List<PlanRow> of(Plan plan, PastTimes past) {
        PlanRows rows = new PlanRows(past);
        rows.sequence(plan.nodes(), 0, Optional.of(Duration.ZERO), true);
        plan.onFailure().ifPresent(handler -> rows.handler(handler, 0));
        return List.copyOf(rows.rows);
    }

    /** @param from when the first begins by the budgets, empty off the path on which nothing fails */
    private void sequence(List<? extends Node> nodes, int depth, Optional<Duration> from, boolean critical) {
        Optional<Duration> at = from;
        for (Node node : nodes) {
            node(node, depth, at, critical);
            at = at.map(time -> time.plus(CriticalPath.of(node).time()));
        }
    }

    private void node(Node node, int depth, Optional<Duration> from, boolean critical) {
        if (node instanceof Task task) {
            task(task, depth, from, critical);
        } else if (node instanceof Group group) {
            group(group, depth, from, critical);
        } else if (node instanceof ForEach forEach) {
            forEach(forEach, depth, from, critical);
        } else if (node instanceof Background background) {
            task(background.task(), depth, Optional.empty(), false);
        } else if (node instanceof UndoAll) {
            rows.add(plain("undoAll", "the finished steps, last first", depth));
        } else if (node instanceof Message message) {
            rows.add(plain("notify", message.channel(), depth));
        } else if (node instanceof ClockMark mark) {
            boolean starts = mark.kind() == ClockMark.Kind.START;
            rows.add(plain(
                    starts ? "startClock" : "stopClock",
                    "the promise's clock " + (starts ? "starts" : "stops"),
                    depth));
        }
    }

    private void task(Task task, int depth, Optional<Duration> from, boolean critical) {
        Work.Act act = task.work().act();
        rows.add(new PlanRow(
                ++number,
                depth,
                task.kind().word(),
                task.name(),
                task.budget().map(Budget::time),
                from.map(start -> start.plus(CriticalPath.of(task).time())),
                past.usual(StepPath.of(under, task.name())),
                critical,
                act instanceof Work.Perform perform ? perform.action().word() : "follow",
                command(act),
                PlanNotes.of(task)));
        String outer = under;
        under = StepPath.of(outer, task.name());
        if (act instanceof Work.Follow follow) {
            sequence(follow.runbook().plan().nodes(), depth + 1, from, critical);
        }
        task.work().verifies().forEach(verify -> task(verify, depth + 1, Optional.empty(), false));
        under = outer;
        task.work().onFailure().ifPresent(handler -> handler(handler, depth + 1));
        task.work().undo().ifPresent(undo -> task(undo, depth + 1, Optional.empty(), false));
    }

    private void forEach(ForEach forEach, int depth, Optional<Duration> from, boolean critical) {
        String atOnce = forEach.atOnce() > 1 ? ", " + forEach.atOnce() + " at once" : "";
        rows.add(new PlanRow(
                ++number,
                depth,
                "forEach",
                forEach.name(),
                forEach.budget().map(Budget::time),
                from.map(start -> start.plus(CriticalPath.of(forEach).time())),
                past.usual(StepPath.of(under, forEach.name())),
                critical,
                "",
                List.of(),
                List.of("once for each of " + forEach.of() + atOnce)));
        sequence(forEach.shown(), depth + 1, Optional.empty(), false);
        forEach.onFailure().ifPresent(handler -> handler(handler, depth + 1));
    }

    private static List<String> command(Work.Act act) {
        return act instanceof Work.Perform perform
                ? perform.action().shown().strip().lines().toList()
                : List.of(((Work.Follow) act).runbook().plan().id());
    }

    private void group(Group group, int depth, Optional<Duration> from, boolean critical) {
        rows.add(new PlanRow(
                ++number,
                depth,
                group.kind().word(),
                group.name(),
                group.budget().map(Budget::time),
                from.map(start -> start.plus(CriticalPath.of(group).time())),
                Optional.empty(),
                critical,
                "",
                List.of(),
                PlanNotes.of(group)));
        if (group.kind() == Group.Kind.PHASE) {
            sequence(group.members(), depth + 1, from, critical);
        } else {
            Optional<Node> longest = group.members().stream()
                    .max(Comparator.comparing(member -> CriticalPath.of(member).time()));
            group.members()
                    .forEach(member -> node(
                            member,
                            depth + 1,
                            from,
                            critical && longest.filter(it -> it == member).isPresent()));
        }
        group.onFailure().ifPresent(handler -> handler(handler, depth + 1));
    }

    private void handler(Handler handler, int depth) {
        rows.add(plain("onFailure", ending(handler.ending()), depth));
        sequence(handler.nodes(), depth + 1, Optional.empty(), false);
    }

    private static String ending(Handler.Ending ending) {
        if (ending instanceof Handler.CarryOn) {
            return "then carry on";
        }
        return ending instanceof Handler.FallBack fallBack
                ? "then fall back to " + fallBack.runbook().plan().id()
                : "then stop";
    }

    private static PlanRow plain(String kind, String name, int depth) {
        return new PlanRow(
                0,
                depth,
                kind,
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                "",
                List.of(),
                List.of());
    }
}
