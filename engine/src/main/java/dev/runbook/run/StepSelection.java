package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.plan.Background;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Node;
import dev.runbook.plan.NodeVisitor;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.value.Suggestion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The steps of its own runbook that a run executes: all, those from one on, or only some. Steps of handlers and of
 * followed runbooks run whenever execution reaches them.
 *
 * @param leftOut why a step is omitted, by its name
 */
public record StepSelection(Map<String, String> leftOut) {
    private static final NodeVisitor.OfSteps<Stream<String>> SELECTABLE = new NodeVisitor.OfSteps<>() {
        @Override
        public Stream<String> task(Task task) {
            return Stream.of(task.name());
        }

        @Override
        public Stream<String> group(Group group) {
            return group.members().stream().flatMap(member -> member.accept(this));
        }

        @Override
        public Stream<String> forEach(ForEach forEach) {
            return Stream.of(forEach.name());
        }

        @Override
        public Stream<String> background(Background background) {
            return Stream.of(background.name());
        }

        @Override
        public Stream<String> single(Node.Single node) {
            return Stream.empty();
        }
    };

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
        return nodes.stream()
                .flatMap(node -> node.accept(SELECTABLE))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Optional<String> why(String path) {
        return Optional.ofNullable(leftOut.get(path));
    }

    private static void named(Plan plan, Set<String> names, String step) {
        if (!names.contains(step)) {
            plan.everyGroup()
                    .filter(group -> group.name().equals(step))
                    .findFirst()
                    .ifPresent(group -> {
                        throw new AuthorException(
                                "'" + step + "' is a " + group.kind().word() + ", not a step" + inner(group));
                    });
            throw new AuthorException("no step '" + step + "' in the runbook"
                    + Suggestion.didYouMean(step, names)
                            .map(hint -> ", " + hint)
                            .orElse(""));
        }
    }

    private static String inner(Group group) {
        Set<String> names = selectable(group.members());
        return names.isEmpty() ? "" : ": its steps are '" + String.join("', '", names) + "'";
    }
}
