package dev.runbook.run.state;

import dev.runbook.AuthorException;
import dev.runbook.journal.event.Selection;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Selects the steps of the started runbook that a run executes: those from a named step on, or only the named ones.
 * Steps of handlers and of followed runbooks run whenever execution reaches them.
 */
public final class StepSelection {
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

    private StepSelection() {}

    /** @throws AuthorException when the runbook has no such step */
    public static Selection from(Plan plan, String step) {
        Set<String> names = selectable(plan.nodes());
        named(plan, names, step);
        return new Selection(
                Selection.Kind.FROM,
                List.of(step),
                names.stream().takeWhile(name -> !name.equals(step)).toList());
    }

    /** @throws AuthorException when the runbook lacks one of the steps */
    public static Selection only(Plan plan, List<String> steps) {
        Set<String> names = selectable(plan.nodes());
        steps.forEach(step -> named(plan, names, step));
        return new Selection(
                Selection.Kind.ONLY,
                names.stream().filter(steps::contains).toList(),
                names.stream().filter(name -> !steps.contains(name)).toList());
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
