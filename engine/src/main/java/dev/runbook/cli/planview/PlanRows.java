package dev.runbook.cli.planview;

import dev.runbook.action.ActionSpec;
import dev.runbook.plan.Alternatives;
import dev.runbook.plan.Background;
import dev.runbook.plan.Budget;
import dev.runbook.plan.ClockMark;
import dev.runbook.plan.Cost;
import dev.runbook.plan.CriticalPath;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Message;
import dev.runbook.plan.Node;
import dev.runbook.plan.PastTimes;
import dev.runbook.plan.Plan;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.plan.Task;
import dev.runbook.plan.UndoAll;
import dev.runbook.plan.Work;
import dev.runbook.value.StepPath;
import dev.runbook.value.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lays out a plan in lines: the members in order, and below each member the handling of its failure. */
public final class PlanRows {
    /**
     * The latest start and end of a member by the budgets, from the start of the run.
     *
     * @param start empty when unknown, because an earlier member has no budget
     * @param end the time at which the container's budget ends the member; empty if nothing does
     */
    private record Window(Optional<Duration> start, Optional<Duration> end) {
        /** The window of a line that is off the path without failures. */
        static final Window NONE = new Window(Optional.empty(), Optional.empty());

        Optional<Duration> doneBy(Cost cost) {
            return cost.complete() ? start.map(time -> time.plus(cost.time())).or(() -> end) : end;
        }

        Window after(Cost cost) {
            return new Window(start.filter(time -> cost.complete()).map(time -> time.plus(cost.time())), end);
        }

        Window within(Cost cost) {
            return new Window(start, doneBy(cost));
        }
    }

    private final PastTimes past;
    private final List<PlanRow> rows = new ArrayList<>();
    /** The path of the followed runbook or step that contains the lines. */
    private String under = "";

    private int number;

    private PlanRows(PastTimes past) {
        this.past = past;
    }

    /** @param past the known durations of the steps */
    public static List<PlanRow> of(Plan plan, PastTimes past) {
        PlanRows rows = new PlanRows(past);
        rows.sequence(plan.nodes(), 0, new Window(Optional.of(Duration.ZERO), Optional.empty()), true);
        plan.onFailure().ifPresent(handler -> rows.handler(handler, 0));
        return List.copyOf(rows.rows);
    }

    private void sequence(List<? extends Node> nodes, int depth, Window window, boolean critical) {
        Window next = window;
        for (List<? extends Node> alternatives : Alternatives.of(nodes)) {
            Node longest = longest(alternatives);
            for (Node node : alternatives) {
                node(node, depth, next, critical && (node == longest || !CriticalPath.takesTime(node)));
            }
            next = next.after(CriticalPath.sequence(List.copyOf(alternatives)));
        }
    }

    private static Node longest(List<? extends Node> nodes) {
        return nodes.stream()
                .max(Comparator.comparing(node -> CriticalPath.of(node).time()))
                .orElse(null);
    }

    private void node(Node node, int depth, Window window, boolean critical) {
        if (node instanceof Task task) {
            task(task, depth, window, critical);
        } else if (node instanceof Group group) {
            group(group, depth, window, critical);
        } else if (node instanceof ForEach forEach) {
            forEach(forEach, depth, window, critical);
        } else if (node instanceof Background background) {
            task(background.task(), depth, Window.NONE, false);
        } else if (node instanceof UndoAll) {
            rows.add(PlanRow.mark("undoAll", "", depth));
        } else if (node instanceof Message message) {
            rows.add(PlanRow.mark("notify", message.channel(), depth));
        } else if (node instanceof ClockMark mark) {
            rows.add(PlanRow.mark(mark.kind() == ClockMark.Kind.START ? "startClock" : "stopClock", "", depth));
        }
    }

    private void task(Task task, int depth, Window window, boolean critical) {
        Work.Act act = task.work().act();
        Cost cost = CriticalPath.of(task);
        rows.add(new PlanRow(
                ++number,
                depth,
                task.kind().word(),
                task.name(),
                task.budget().map(Budget::time),
                window.doneBy(cost),
                past.usual(StepPath.of(under, task.name())),
                critical,
                act instanceof Work.Perform perform ? perform.action().word() : "follow",
                command(act),
                PlanNotes.of(task)));
        String outer = under;
        under = StepPath.of(outer, task.name());
        if (act instanceof Work.Follow follow) {
            sequence(follow.runbook().plan().nodes(), depth + 1, window.within(cost), critical);
            follow.runbook().plan().onFailure().ifPresent(handler -> handler(handler, depth + 1));
        }
        task.work().verifies().forEach(verify -> task(verify, depth + 1, Window.NONE, false));
        under = outer;
        task.work().alreadyDone().ifPresent(probe -> probe(probe, depth + 1));
        task.work().onFailure().ifPresent(handler -> handler(handler, depth + 1));
        task.work().undo().ifPresent(undo -> task(undo, depth + 1, Window.NONE, false));
    }

    private void probe(Work.Probe probe, int depth) {
        rows.add(PlanRow.mark("alreadyDone", "", depth)
                .doing(
                        probe.action().word(),
                        command(probe.action()),
                        probe.expect()
                                .map(condition -> List.of("expects " + PlanNotes.all(condition)))
                                .orElse(List.of())));
    }

    private void forEach(ForEach forEach, int depth, Window window, boolean critical) {
        String atOnce = forEach.atOnce() > 1 ? ", " + forEach.atOnce() + " at once" : "";
        rows.add(new PlanRow(
                ++number,
                depth,
                "forEach",
                forEach.name(),
                forEach.budget().map(Budget::time),
                window.doneBy(CriticalPath.of(forEach)),
                past.usual(StepPath.of(under, forEach.name())),
                critical,
                "",
                List.of(),
                List.of("once for each of " + forEach.of() + atOnce)));
        sequence(forEach.shown(), depth + 1, Window.NONE, false);
        forEach.onFailure().ifPresent(handler -> handler(handler, depth + 1));
    }

    private static List<String> command(Work.Act act) {
        return act instanceof Work.Perform perform
                ? command(perform.action())
                : List.of(followed(((Work.Follow) act).runbook(), ((Work.Follow) act).arguments()));
    }

    /** The commands that would run, and the text of the files they name. */
    private static List<String> command(ActionSpec action) {
        return Stream.concat(
                        action.shown().strip().lines(),
                        action.files().stream().flatMap(file -> FileLines.of(file).stream()))
                .toList();
    }

    /** {@code erpgo/database-pitr (reason: too many errors)}. */
    private static String followed(ReadRunbook runbook, Map<String, Object> arguments) {
        return runbook.plan().id()
                + (arguments.isEmpty()
                        ? ""
                        : arguments.entrySet().stream()
                                .map(argument -> argument.getKey() + ": " + Template.mark(argument.getValue()))
                                .collect(Collectors.joining(", ", " (", ")")));
    }

    private void group(Group group, int depth, Window window, boolean critical) {
        Cost cost = CriticalPath.of(group);
        rows.add(new PlanRow(
                ++number,
                depth,
                group.kind().word(),
                group.name(),
                group.budget().map(Budget::time),
                window.doneBy(cost),
                Optional.empty(),
                critical,
                "",
                List.of(),
                PlanNotes.of(group)));
        Window members = window.within(cost);
        if (group.kind() == Group.Kind.PHASE) {
            sequence(group.members(), depth + 1, members, critical);
        } else {
            Node longest = longest(group.members());
            group.members().forEach(member -> node(member, depth + 1, members, critical && member == longest));
        }
        group.onFailure().ifPresent(handler -> handler(handler, depth + 1));
    }

    /** Lists the steps of a handler, then its ending word; on one line when it has no steps. */
    private void handler(Handler handler, int depth) {
        PlanRow ending = ending(handler.ending(), depth + 1);
        if (handler.nodes().isEmpty()) {
            rows.add(PlanRow.mark("onFailure", (ending.kind() + " " + ending.name()).strip(), depth));
            return;
        }
        rows.add(PlanRow.mark("onFailure", "", depth));
        sequence(handler.nodes(), depth + 1, Window.NONE, false);
        rows.add(ending);
    }

    private static PlanRow ending(Handler.Ending ending, int depth) {
        if (ending instanceof Handler.CarryOn) {
            return PlanRow.mark("carryOn", "", depth);
        }
        return ending instanceof Handler.FallBack fallBack
                ? PlanRow.mark("fallBackTo", followed(fallBack.runbook(), fallBack.arguments()), depth)
                : PlanRow.mark("stop", "", depth);
    }
}
