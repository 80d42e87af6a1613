package dev.runbook.cli.planview;

import dev.runbook.action.ActionSpec;
import dev.runbook.environment.Environment;
import dev.runbook.forecast.DurationSummary;
import dev.runbook.forecast.PastTimes;
import dev.runbook.plan.Alternatives;
import dev.runbook.plan.Background;
import dev.runbook.plan.Budget;
import dev.runbook.plan.Cleanup;
import dev.runbook.plan.ClockMark;
import dev.runbook.plan.Cost;
import dev.runbook.plan.CriticalPath;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Message;
import dev.runbook.plan.Node;
import dev.runbook.plan.NodeVisitor;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lays out a plan in lines: the members in order, and below each member the handling of its failure. */
public final class PlanRows implements NodeVisitor<Stream<PlanRow>> {
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

    private final Environment environment;
    private final PastTimes past;
    /** The path of the followed runbook or step that contains the lines. */
    private final String under;

    private final int depth;
    private final Window window;
    private final boolean critical;

    private PlanRows(
            Environment environment, PastTimes past, String under, int depth, Window window, boolean critical) {
        this.environment = environment;
        this.past = past;
        this.under = under;
        this.depth = depth;
        this.window = window;
        this.critical = critical;
    }

    /** @param past the known durations of the steps */
    static List<PlanRow> of(Plan plan, Environment environment, PastTimes past) {
        PlanRows rows =
                new PlanRows(environment, past, "", 0, new Window(Optional.of(Duration.ZERO), Optional.empty()), true);
        int number = 0;
        List<PlanRow> numbered = new ArrayList<>();
        for (PlanRow row : rows.runbook(plan).toList()) {
            numbered.add(row.number() > 0 ? row.numbered(++number) : row);
        }
        return List.copyOf(numbered);
    }

    private Stream<PlanRow> runbook(Plan plan) {
        return all(List.of(sequence(Cleanup.before(plan.nodes())), handler(plan.onFailure()), cleanup(plan.nodes())));
    }

    private PlanRows in(Window other, boolean isCritical) {
        return new PlanRows(environment, past, under, depth, other, isCritical);
    }

    private PlanRows deeper(Window inner) {
        return new PlanRows(environment, past, under, depth + 1, inner, critical);
    }

    /** Returns the lines below a member that are off the path without failures. */
    private PlanRows aside() {
        return new PlanRows(environment, past, under, depth + 1, Window.NONE, false);
    }

    private PlanRows under(String path) {
        return new PlanRows(environment, past, path, depth, window, critical);
    }

    private Stream<PlanRow> sequence(List<? extends Node> nodes) {
        Stream.Builder<Stream<PlanRow>> rows = Stream.builder();
        Window next = window;
        for (List<? extends Node> alternatives : Alternatives.of(nodes)) {
            Node longest = longest(alternatives);
            for (Node node : alternatives) {
                rows.add(node.accept(in(next, critical && (node == longest || !node.takesTime()))));
            }
            next = next.after(CriticalPath.sequence(alternatives));
        }
        return rows.build().flatMap(Function.identity());
    }

    private static Node longest(List<? extends Node> nodes) {
        return nodes.stream()
                .max(Comparator.comparing(node -> CriticalPath.of(node).time()))
                .orElse(null);
    }

    private static Stream<PlanRow> all(List<Stream<PlanRow>> rows) {
        return rows.stream().flatMap(Function.identity());
    }

    @Override
    public Stream<PlanRow> background(Background background) {
        return background.task().accept(in(Window.NONE, false));
    }

    @Override
    public Stream<PlanRow> undoAll(UndoAll undoAll) {
        return Stream.of(PlanRow.mark("undoAll", "", depth));
    }

    @Override
    public Stream<PlanRow> message(Message message) {
        return Stream.of(PlanRow.mark("notify", message.channel(), depth));
    }

    @Override
    public Stream<PlanRow> clockMark(ClockMark mark) {
        return Stream.of(PlanRow.mark(
                switch (mark.kind()) {
                    case START -> "startClock";
                    case STOP -> "stopClock";
                },
                "",
                depth));
    }

    @Override
    public Stream<PlanRow> task(Task task) {
        Work work = task.work();
        Cost cost = CriticalPath.of(task);
        String path = StepPath.of(under, task.name());
        PlanRows inside = deeper(window.within(cost)).under(path);
        return all(List.of(
                Stream.of(member(task.kind().word(), task, task.budget(), cost, past.usual(path))
                        .doing(work.act().word(), command(work.act()), notes(task))),
                work.act().followed().stream().map(ReadRunbook::plan).flatMap(inside::runbook),
                work.verifies().stream().flatMap(verify -> verify.accept(aside().under(path))),
                work.alreadyDone().stream().map(probe -> probe(probe, depth + 1)),
                deeper(window).handler(work.onFailure()),
                work.undo().stream().flatMap(undo -> undo.accept(aside()))));
    }

    /** What the environment adds to the action, then the declarations beside it. */
    private List<String> notes(Task task) {
        return Stream.concat(
                        task.work().act().performed().stream().flatMap(action -> action.notes(environment).stream()),
                        PlanNotes.of(task).stream())
                .toList();
    }

    private PlanRow member(
            String kind, Node node, Optional<Budget> budget, Cost cost, Optional<DurationSummary> usual) {
        return PlanRow.member(depth, kind, node.name(), budget.map(Budget::time), window.doneBy(cost), usual, critical);
    }

    private static PlanRow probe(Work.Probe probe, int depth) {
        return PlanRow.mark("alreadyDone", "", depth)
                .doing(
                        probe.action().word(),
                        command(probe.action()),
                        probe.expect()
                                .map(condition -> List.of("expects " + PlanNotes.all(condition)))
                                .orElse(List.of()));
    }

    @Override
    public Stream<PlanRow> forEach(ForEach forEach) {
        Optional<DurationSummary> usual = past.usual(StepPath.of(under, forEach.name()));
        String atOnce = forEach.atOnce() > 1 ? ", " + forEach.atOnce() + " at once" : "";
        return all(List.of(
                Stream.of(member(forEach.kind().word(), forEach, forEach.budget(), CriticalPath.of(forEach), usual)
                        .doing("", List.of(), List.of(forEach.describe() + atOnce))),
                aside().sequence(forEach.shown()),
                deeper(window).handler(forEach.onFailure())));
    }

    private static List<String> command(Work.Act act) {
        return act.accept(new Work.ActVisitor<>() {
            @Override
            public List<String> perform(Work.Perform perform) {
                return command(perform.action());
            }

            @Override
            public List<String> follow(Work.Follow follow) {
                return List.of(followed(follow.runbook(), follow.arguments()));
            }

            @Override
            public List<String> ask(Work.Ask ask) {
                return QuestionLines.of(ask.question());
            }
        });
    }

    /** Returns the commands that would run, and the text of the files they name. */
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

    @Override
    public Stream<PlanRow> group(Group group) {
        Cost cost = CriticalPath.of(group);
        PlanRows inside = deeper(window.within(cost));
        Stream<PlanRow> members = switch (group.kind()) {
            case PHASE, CLEANUP -> inside.sequence(Cleanup.before(group.members()));
            case PARALLEL -> inside.atOnce(group.members());
        };
        return all(List.of(
                Stream.of(member(group.kind().word(), group, group.budget(), cost, Optional.empty())
                        .doing("", List.of(), PlanNotes.of(group))),
                members,
                deeper(window).handler(group.onFailure()),
                inside.cleanup(group.members())));
    }

    /** Returns the cleanup after the other members, on the path without failures. */
    private Stream<PlanRow> cleanup(List<? extends Node> members) {
        return in(window.after(CriticalPath.sequence(Cleanup.before(members))), critical)
                .sequence(Cleanup.of(members).stream().toList());
    }

    private Stream<PlanRow> atOnce(List<Node> members) {
        Node longest = longest(members);
        return members.stream().flatMap(member -> member.accept(in(window, critical && member == longest)));
    }

    /** Lists the steps of a handler, then its ending word; on one line when it has no steps. */
    private Stream<PlanRow> handler(Optional<Handler> onFailure) {
        return onFailure.stream().flatMap(handler -> {
            String to = handler.fallBack()
                    .map(fallBack -> followed(fallBack.runbook(), fallBack.arguments()))
                    .orElse("");
            String word = handler.ending().word();
            return handler.nodes().isEmpty()
                    ? Stream.of(PlanRow.mark("onFailure", (word + " " + to).strip(), depth))
                    : all(List.of(
                            Stream.of(PlanRow.mark("onFailure", "", depth)),
                            aside().sequence(handler.nodes()),
                            Stream.of(PlanRow.mark(word, to, depth + 1))));
        });
    }
}
