package dev.runbook.dsl;

import dev.runbook.action.GivenValue;
import dev.runbook.plan.Node;
import dev.runbook.plan.Place;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code recoveryPoint { }}: one action that returns the recovery point, the instant up to which data is safe. */
public final class RecoveryPointBlock extends TaskBlock {
    /** The name of the recovery point of all data. */
    static final String ALL_DATA = "Recovery point";

    RecoveryPointBlock(EvaluationContext context, String name) {
        super(context, name);
    }

    /** Reports an RPO by name without a recovery point of that name, and the reverse. */
    static void checkNames(EvaluationContext context, Set<String> objectives, List<Node> members) {
        Set<String> points = members.stream()
                .filter(node -> node instanceof Task task && task.kind() == Task.Kind.RECOVERY_POINT)
                .map(Node::name)
                .filter(name -> !name.equals(ALL_DATA))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        objectives.stream()
                .filter(name -> !points.contains(name))
                .forEach(name -> context.problemWith(
                        NamePosition.NAME,
                        name,
                        "the rpo '" + name + "' has no recovery point",
                        "write recoveryPoint('" + name + "') { … }"));
        points.stream()
                .filter(name -> !objectives.contains(name))
                .forEach(name -> context.problemWith(
                        NamePosition.NAME,
                        name,
                        "the recovery point '" + name + "' has no rpo of that name",
                        "write rpo '" + name + "', 5.minutes"));
    }

    /** Returns the task that takes the recovery point from a value of the run. */
    static Task ofValue(EvaluationContext context, String name, Object instant) {
        Place at = context.here();
        if (!(instant instanceof RunTimeValue)) {
            context.problem(
                    "a recovery point is measured: this value is known before the run",
                    "write recoveryPoint { … } with an action that asks the recovered system");
        }
        Task.Body again = () -> context.again(at, () -> given(instant));
        return new Task(
                Task.Kind.RECOVERY_POINT,
                name,
                at,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                given(instant),
                again);
    }

    private static Work given(Object instant) {
        Object plain = instant instanceof Json json ? json.present() : Values.plain(instant);
        return Work.of(new Work.Perform(new GivenValue(plain)));
    }

    @Override
    Set<ActionWord> actionWords() {
        return EnumSet.of(ActionWord.SQL, ActionWord.SHELL, ActionWord.HTTP);
    }
}
