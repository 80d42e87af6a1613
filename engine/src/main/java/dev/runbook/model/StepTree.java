package dev.runbook.model;

import dev.runbook.journal.event.PlannedStep;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.UsualStep;
import dev.runbook.value.StepPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Places each step: where the plan has it, else under what it happened in. */
final class StepTree {
    private final StepNode root = new StepNode("", StepKind.STEP, null);
    private final Map<String, StepNode> byPath = new HashMap<>();
    private final Map<String, UsualStep> usual = new HashMap<>();
    /** Handlers and fallbacks in progress, the innermost last: steps that are not planned belong to them. */
    private final List<StepNode> open = new ArrayList<>();

    void plan(List<PlannedStep> steps, String under) {
        int below = byPath.containsKey(under) ? byPath.get(under).depth + 1 : 0;
        for (PlannedStep step : steps) {
            StepNode container = byPath.getOrDefault(
                    step.container().isEmpty() ? under : step.container(), byPath.getOrDefault(under, root));
            StepNode node = byPath.containsKey(step.step()) && !step.step().isEmpty()
                    ? byPath.get(step.step())
                    : node(step.step(), step.kind(), container);
            node.action = step.action();
            node.command = step.command();
            node.budgetMs = step.budgetMs();
            node.depth = below + step.depth();
            if (!step.step().isEmpty()) {
                byPath.put(step.step(), node);
            }
        }
    }

    /** Returns the step with that path; a step that the plan lacks is placed now. */
    StepNode at(String path, StepKind kind) {
        StepNode known = byPath.get(path);
        if (known != null) {
            return known;
        }
        StepNode made = node(path, kind, place(path));
        byPath.put(path, made);
        return made;
    }

    Optional<StepNode> find(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    private StepNode place(String path) {
        return StepPath.around(path).stream()
                .map(byPath::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> open.isEmpty() ? root : open.get(open.size() - 1));
    }

    /** Begins a container within the step {@code of}, or at the top level when that is empty. */
    StepNode open(String key, StepKind kind, String of, String runbook) {
        StepNode known = byPath.get(key);
        StepNode outer = byPath.getOrDefault(of.isEmpty() ? runbook : of, root);
        StepNode node = known != null ? known : new StepNode(of, kind, outer);
        byPath.put(key, node);
        open.add(node);
        return node;
    }

    void close(StepNode node) {
        open.remove(node);
    }

    /** Returns the first notify of the channel that was not sent yet. */
    Optional<StepNode> message(String channel) {
        return find(
                root,
                node -> node.kind == StepKind.NOTIFY
                        && node.command.equals(channel)
                        && node.state == StepState.PENDING);
    }

    /** Returns the cleanups that have not ended, of containers that have begun; planned ones, outermost first. */
    List<StepView> openCleanups() {
        List<StepNode> found = new ArrayList<>();
        addOpenCleanups(root, found);
        return found.stream()
                .map(cleanup -> cleanup.view(Optional.empty(), Map.of()))
                .toList();
    }

    private void addOpenCleanups(StepNode container, List<StepNode> found) {
        for (StepNode node : container.inner) {
            boolean open = node.state == StepState.PENDING
                    || node.state == StepState.RUNNING
                    || node.state == StepState.INTERRUPTED;
            if (node.kind == StepKind.CLEANUP && open) {
                found.add(node);
            } else if (node.state != StepState.PENDING) {
                addOpenCleanups(node, found);
            }
        }
    }

    /** Returns what surrounds a question in the plan. */
    QuestionContext around(String question) {
        StepNode asked = byPath.get(question);
        if (asked == null) {
            return QuestionContext.NONE;
        }
        List<StepNode> tasks = new ArrayList<>();
        addTasks(root, tasks);
        int done = (int) tasks.stream()
                .filter(task -> task.kind == StepKind.STEP && task.state == StepState.OK)
                .count();
        List<StepView> next = tasks.subList(tasks.indexOf(asked) + 1, tasks.size()).stream()
                .filter(task -> task.state == StepState.PENDING)
                .map(task -> task.view(Optional.empty(), Map.of()))
                .toList();
        return new QuestionContext(phase(asked.container), done, next);
    }

    private static Optional<QuestionContext.Phase> phase(StepNode container) {
        for (StepNode outer = container; outer != null && outer.container != null; outer = outer.container) {
            if (outer.kind == StepKind.PHASE) {
                List<StepNode> phases = outer.container.inner.stream()
                        .filter(beside -> beside.kind == StepKind.PHASE)
                        .toList();
                return Optional.of(new QuestionContext.Phase(
                        outer.view(Optional.empty(), Map.of()), phases.indexOf(outer) + 1, phases.size()));
            }
        }
        return Optional.empty();
    }

    /** Adds the tasks in a container, in order; not the verifies in a step, and not what a failure started. */
    private static void addTasks(StepNode container, List<StepNode> tasks) {
        for (StepNode node : container.inner) {
            switch (node.kind) {
                case PHASE, PARALLEL, CLEANUP -> addTasks(node, tasks);
                case NOTIFY, ON_FAILURE, FALL_BACK_TO, UNDO -> {
                    // no part of what the plan still does
                }
                default -> tasks.add(node);
            }
        }
    }

    private static Optional<StepNode> find(StepNode node, Predicate<StepNode> wanted) {
        return wanted.test(node)
                ? Optional.of(node)
                : node.inner.stream()
                        .flatMap(inner -> find(inner, wanted).stream())
                        .findFirst();
    }

    /** Sets the usual times of steps, whether planned or added later. */
    void usual(List<UsualStep> steps) {
        steps.forEach(step -> {
            usual.put(step.step(), step);
            if (byPath.containsKey(step.step())) {
                byPath.get(step.step()).usual = step;
            }
        });
    }

    private StepNode node(String path, StepKind kind, StepNode container) {
        StepNode made = new StepNode(path, kind, container);
        made.usual = usual.getOrDefault(path, made.usual);
        return made;
    }

    /** Returns the steps at the top level, with what they contain. */
    List<StepView> views(Optional<StepNode.Interruption> interruption, List<UndoReport.Undo> undos) {
        Map<String, StepView.Undo> byStep = UndoReport.byStep(undos);
        return root.inner.stream().map(step -> step.view(interruption, byStep)).toList();
    }
}
