package dev.runbook.run;

import dev.runbook.journal.Event;
import dev.runbook.journal.FailurePathIds;
import dev.runbook.plan.Budget;
import dev.runbook.plan.Expected;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Node;
import dev.runbook.plan.PastTimes;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.plan.UndoAll;
import dev.runbook.plan.Work;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The work that a run still has to do, updated from its journal: steps, groups, iterations, handlers, the runbook it
 * falls back to. Background tasks and messages take no time of their own. Not thread-safe.
 */
final class RemainingWork {
    private static final long NO_LIMIT = Duration.ofDays(3650).toNanos();

    /** The undo of a step, and the path that contains the step. */
    private record Undo(Task task, String under) {}

    private final Expected expected;
    private final Map<String, WorkNode> stages = new HashMap<>();
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
    Optional<WorkNode> stage(String path) {
        return Optional.ofNullable(stages.get(path));
    }

    void add(Event event, long now) {
        if (event instanceof Event.StepStarted step) {
            begin(step.step(), now);
        } else if (event instanceof Event.AttemptStarted attempt) {
            begin(attempt.step(), now);
        } else if (event instanceof Event.GroupStarted group) {
            begin(group.step(), now);
        } else if (event instanceof Event.StepFinished step && !isStopped(step.result())) {
            end(step.step());
        } else if (event instanceof Event.StepSkipped step) {
            end(step.step());
        } else if (event instanceof Event.GroupFinished group && !isStopped(group.result())) {
            end(group.step());
        } else if (event instanceof Event.HandlerStarted handler) {
            handled(handler, now);
        } else if (event instanceof Event.HandlerFinished handler
                && !handler.result().equals(HandlerRun.STOPPED)
                && !handler.ending().startsWith("fallBackTo")) {
            Optional.ofNullable(handling.remove(FailurePathIds.handler(handler.runbook(), handler.of())))
                    .ifPresent(WorkNode::end);
        } else if (event instanceof Event.Resumed) {
            root.cut();
        }
    }

    /** Returns whether a result means stopped with the run: such a step begins again when the run is resumed. */
    static boolean isStopped(String result) {
        return result.equals(Result.CANCELLED.word());
    }

    private void begin(String path, long now) {
        stage(path).ifPresent(stage -> stage.begin(now));
    }

    private void end(String path) {
        stage(path).ifPresent(WorkNode::end);
    }

    /** Adds the work of a handler. A handler that falls back drops the rest of the plan. */
    private void handled(Event.HandlerStarted started, long now) {
        String key = FailurePathIds.handler(started.runbook(), started.of());
        Handler handler = handlers.get(key);
        if (handler == null || handling.containsKey(key)) {
            return;
        }
        failing = stage(started.of());
        WorkNode stage = new WorkNode(WorkNode.Form.IN_ORDER, 0, NO_LIMIT);
        add(handler.nodes(), started.runbook(), stage);
        if (handler.ending() instanceof Handler.FallBack fallBack) {
            Plan other = fallBack.runbook().plan();
            add(other, List.of(), StepPath.of(started.runbook(), other.id()), stage);
            fallback = Optional.of(other.id());
            planned.end();
        }
        handling.put(key, stage);
        root.add(stage);
        stage.begin(now);
    }

    private void add(Plan other, List<Task> verifies, String path, WorkNode in) {
        WorkNode stage = new WorkNode(WorkNode.Form.IN_ORDER, 0, NO_LIMIT);
        add(other.clocked(), path, stage);
        add(verifies, path, stage);
        stages.put(path, stage);
        other.onFailure().ifPresent(handler -> handlers.put(FailurePathIds.handler(path, ""), handler));
        in.add(stage);
    }

    private void add(List<? extends Node> nodes, String under, WorkNode in) {
        for (Node node : nodes) {
            if (node instanceof Task task) {
                add(task, under, in);
            } else if (node instanceof Group group) {
                add(group, under, in);
            } else if (node instanceof ForEach forEach) {
                String path = StepPath.of(under, forEach.name());
                one(path, expected.of(forEach, under), limit(forEach.budget()), in);
                forEach.onFailure().ifPresent(handler -> handlers.put(FailurePathIds.handler(under, path), handler));
            } else if (node instanceof UndoAll) {
                undone(in);
            }
        }
    }

    /** Adds the undos of what has finished in the container of the handler. */
    private void undone(WorkNode in) {
        undos.forEach((path, undo) -> {
            WorkNode done = stages.get(path);
            if (done.over()
                    && failing.filter(container -> !done.isWithin(container)).isEmpty()) {
                Task task = undo.task();
                one(StepPath.of(undo.under(), task.name()), expected.of(task, undo.under()), limit(task.budget()), in);
            }
        });
    }

    private void add(Task task, String under, WorkNode in) {
        String path = StepPath.of(under, task.name());
        if (task.work().act() instanceof Work.Follow follow) {
            add(follow.runbook().plan(), task.work().verifies(), path, in);
        } else {
            one(path, expected.of(task, under), limit(task.budget()), in);
        }
        task.work().undo().ifPresent(undo -> undos.put(path, new Undo(undo, under)));
        task.work().onFailure().ifPresent(handler -> handlers.put(FailurePathIds.handler(under, path), handler));
    }

    private void add(Group group, String under, WorkNode in) {
        WorkNode.Form form = group.kind() == Group.Kind.PHASE ? WorkNode.Form.IN_ORDER : WorkNode.Form.AT_ONCE;
        WorkNode stage = new WorkNode(form, 0, limit(group.budget()));
        String path = StepPath.of(under, group.name());
        add(group.members(), under, stage);
        stages.put(path, stage);
        group.onFailure().ifPresent(handler -> handlers.put(FailurePathIds.handler(under, path), handler));
        in.add(stage);
    }

    private void one(String path, Duration time, long atMost, WorkNode in) {
        WorkNode stage = new WorkNode(WorkNode.Form.ONE, time.toNanos(), atMost);
        stages.put(path, stage);
        in.add(stage);
    }

    private static long limit(Optional<Budget> budget) {
        return budget.map(granted -> granted.stopsAfter().toNanos()).orElse(NO_LIMIT);
    }
}
