package dev.runbook.forecast;

import dev.runbook.journal.FailurePathIds;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.HandlerStarted;
import dev.runbook.plan.Background;
import dev.runbook.plan.Budget;
import dev.runbook.plan.Cleanup;
import dev.runbook.plan.ClockMark;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Message;
import dev.runbook.plan.Node;
import dev.runbook.plan.NodeVisitor;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.plan.UndoAll;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The work that a run still has to do, updated from its journal: steps, groups, iterations, handlers, the runbook it
 * falls back to. Background tasks and messages take no time. Not thread-safe.
 */
public final class RemainingWork {
    private static final long NO_LIMIT = Duration.ofDays(3650).toNanos();

    /** The undo of a step, and the path that contains the step. */
    private record Undo(Task task, String under) {}

    private final Expected expected;
    private final Map<String, WorkNode> nodes = new HashMap<>();
    private final Map<String, Handler> handlers = new HashMap<>();
    private final Map<String, WorkNode> handling = new HashMap<>();
    /** The work of a plan without failures, and what failures have added. */
    private final WorkNode root = new WorkNode(WorkNode.Form.IN_ORDER, 0, NO_LIMIT);

    private final WorkNode planned = new WorkNode(WorkNode.Form.IN_ORDER, 0, NO_LIMIT);
    private final Map<String, Undo> undos = new LinkedHashMap<>();
    private Optional<WorkNode> failing = Optional.empty();
    private Optional<String> fallback = Optional.empty();

    RemainingWork(Plan plan, PastTimes past) {
        this.expected = new Expected(past);
        add(plan.clocked(), "", planned);
        root.add(planned);
        plan.onFailure().ifPresent(handler -> handlers.put(FailurePathIds.handler("", ""), handler));
    }

    /** Returns the runbook that the run has fallen back to. */
    Optional<String> fallback() {
        return fallback;
    }

    long left(long now) {
        return root.left(now);
    }

    /** Returns the work of a step of the plan, or of one that a failure has added. */
    Optional<WorkNode> node(String path) {
        return Optional.ofNullable(nodes.get(path));
    }

    /** Handles that a step or container begins, or is continued. */
    void begin(String path, long now) {
        node(path).ifPresent(work -> work.begin(now));
    }

    /** Handles that a step or container ended or was skipped. One that was stopped with the run has not ended. */
    void end(String path) {
        node(path).ifPresent(WorkNode::end);
    }

    void handlerEnded(HandlerFinished handler) {
        if (handler.result() != Result.CANCELLED && !handler.ending().fallsBack()) {
            Optional.ofNullable(handling.remove(FailurePathIds.handler(handler.runbook(), handler.of())))
                    .ifPresent(WorkNode::end);
        }
    }

    /** Handles that another engine process continues the run. */
    void resumed() {
        root.interrupt();
    }

    /** Adds the work of a handler. A handler that falls back drops the rest of the plan. */
    void handlerStarted(HandlerStarted started, long now) {
        String key = FailurePathIds.handler(started.runbook(), started.of());
        Handler handler = handlers.get(key);
        if (handler == null || handling.containsKey(key)) {
            return;
        }
        failing = node(started.of());
        WorkNode work = new WorkNode(WorkNode.Form.IN_ORDER, 0, NO_LIMIT);
        add(handler.nodes(), started.runbook(), work);
        handler.fallBack().map(Handler.FallBack::plan).ifPresent(other -> {
            work.add(followed(other, List.of(), StepPath.of(started.runbook(), other.id())));
            fallback = Optional.of(other.id());
            planned.end();
        });
        handling.put(key, work);
        root.add(work);
        work.begin(now);
    }

    private WorkNode followed(Plan other, List<Task> verifies, String path) {
        WorkNode work = new WorkNode(WorkNode.Form.IN_ORDER, 0, NO_LIMIT);
        add(other.clocked(), path, work);
        add(verifies, path, work);
        nodes.put(path, work);
        other.onFailure().ifPresent(handler -> handlers.put(FailurePathIds.handler(path, ""), handler));
        return work;
    }

    private void add(List<? extends Node> nodes, String under, WorkNode in) {
        nodes.forEach(node -> node.accept(new Location(under)).forEach(in::add));
    }

    /** The nodes under one path of the run; answers with the work of a node, and remembers it by its path. */
    private final class Location implements NodeVisitor<List<WorkNode>> {
        private final String under;

        Location(String under) {
            this.under = under;
        }

        @Override
        public List<WorkNode> task(Task task) {
            String path = path(task);
            WorkNode work = task.work()
                    .act()
                    .followed()
                    .map(other -> followed(other.plan(), task.work().verifies(), path))
                    .orElseGet(() -> one(path, task, task.budget()));
            task.work().undo().ifPresent(undo -> undos.put(path, new Undo(undo, under)));
            handler(task);
            return List.of(work);
        }

        @Override
        public List<WorkNode> group(Group group) {
            WorkNode.Form form = switch (group.kind()) {
                case PHASE, CLEANUP -> WorkNode.Form.IN_ORDER;
                case PARALLEL -> WorkNode.Form.AT_ONCE;
            };
            WorkNode work = new WorkNode(form, 0, limit(group.budget()));
            add(Cleanup.before(group.members()), under, work);
            nodes.put(path(group), work);
            handler(group);
            List<WorkNode> both = new ArrayList<>(List.of(work));
            Cleanup.of(group.members()).ifPresent(cleanup -> both.addAll(cleanup.accept(this)));
            return both;
        }

        @Override
        public List<WorkNode> forEach(ForEach forEach) {
            WorkNode work = one(path(forEach), forEach, forEach.budget());
            handler(forEach);
            return List.of(work);
        }

        @Override
        public List<WorkNode> background(Background background) {
            return List.of();
        }

        @Override
        public List<WorkNode> message(Message message) {
            return List.of();
        }

        @Override
        public List<WorkNode> clockMark(ClockMark mark) {
            return List.of();
        }

        /** Returns the undos of what has finished in the container of the handler. */
        @Override
        public List<WorkNode> undoAll(UndoAll undoAll) {
            List<WorkNode> undone = new ArrayList<>();
            undos.forEach((path, undo) -> {
                WorkNode done = nodes.get(path);
                if (done.over()
                        && failing.filter(container -> !done.isWithin(container))
                                .isEmpty()) {
                    Location location = new Location(undo.under());
                    undone.add(location.one(
                            location.path(undo.task()), undo.task(), undo.task().budget()));
                }
            });
            return undone;
        }

        private String path(Node node) {
            return StepPath.of(under, node.name());
        }

        private void handler(Node node) {
            node.onFailure().ifPresent(handler -> handlers.put(FailurePathIds.handler(under, path(node)), handler));
        }

        private WorkNode one(String path, Node node, Optional<Budget> budget) {
            WorkNode work =
                    new WorkNode(WorkNode.Form.ONE, expected.of(node, under).toNanos(), limit(budget));
            nodes.put(path, work);
            return work;
        }
    }

    private static long limit(Optional<Budget> budget) {
        return budget.map(granted -> granted.stopsAfter().toNanos()).orElse(NO_LIMIT);
    }
}
