package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Node;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.value.Suggestion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The steps of its own runbook that a run executes: all, those from one on, or only some. Steps of handlers and of
 * followed runbooks run whenever execution reaches them.
 *
 * @param leftOut why a step is omitted, by its name
 */
public record StepSelection(Map<String, String> leftOut) {
    public static StepSelection all() {
        return new StepSelection(Map.of());
    }

    /** @throws AuthorException when the runbook has no such step */
    public static StepSelection from(Plan plan, String step) {
        Set<String> names = selectable(plan.nodes());
        named(plan, names, step);
        Map<String, String> leftOut = new TreeMap<>();
        for (String name : names) {
            if (name.equals(step)) {
                break;
            }
            leftOut.put(name, "before --from '" + step + "'");
        }
        return new StepSelection(leftOut);
    }

    /** @throws AuthorException when the runbook lacks one of the steps */
    public static StepSelection only(Plan plan, List<String> steps) {
        Set<String> names = selectable(plan.nodes());
        steps.forEach(step -> named(plan, names, step));
        Map<String, String> leftOut = new TreeMap<>();
        names.stream().filter(name -> !steps.contains(name)).forEach(name -> leftOut.put(name, "not among --only"));
        return new StepSelection(leftOut);
    }

    /**
     * Returns the names of the selectable steps, in execution order without failures. The iterations of a forEach are
     * run or omitted together.
     */
    private static Set<String> selectable(List<? extends Node> nodes) {
        Set<String> names = new LinkedHashSet<>();
        for (Node node : nodes) {
            if (node instanceof Task task) {
                names.add(task.name());
            } else if (node instanceof ForEach forEach) {
                names.add(forEach.name());
            } else {
                names.addAll(selectable(node.members()));
            }
        }
        return names;
    }

    Optional<String> why(String path) {
        return Optional.ofNullable(leftOut.get(path));
    }

    private static void named(Plan plan, Set<String> names, String step) {
        if (!names.contains(step)) {
            group(plan.nodes(), step).ifPresent(group -> {
                throw new AuthorException("'" + step + "' is a " + group.kind().word() + ", not a step" + inner(group));
            });
            throw new AuthorException("no step '" + step + "' in the runbook"
                    + Suggestion.didYouMean(step, names)
                            .map(hint -> ", " + hint)
                            .orElse(""));
        }
    }

    private static Optional<Group> group(List<? extends Node> nodes, String name) {
        for (Node node : nodes) {
            if (node instanceof Group group) {
                Optional<Group> found = group.name().equals(name) ? Optional.of(group) : group(group.members(), name);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static String inner(Group group) {
        Set<String> names = selectable(group.members());
        return names.isEmpty() ? "" : ": its steps are '" + String.join("', '", names) + "'";
    }
}
