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
    StepNode message(String channel) {
        return find(
                root,
                node -> node.kind == StepKind.NOTIFY
                        && node.command.equals(channel)
                        && node.state == StepState.PENDING);
    }

    private static StepNode find(StepNode node, Predicate<StepNode> wanted) {
        if (wanted.test(node)) {
            return node;
        }
        for (StepNode inner : node.inner) {
            StepNode found = find(inner, wanted);
            if (found != null) {
                return found;
            }
        }
        return null;
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
