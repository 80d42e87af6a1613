package dev.runbook.dsl;

import dev.runbook.action.GivenValue;
import dev.runbook.plan.Place;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code recoveryPoint { }}: one action that returns the recovery point, the instant up to which data is safe. */
public final class RecoveryPointBlock extends TaskBlock {
    RecoveryPointBlock(EvaluationContext context, String name) {
        super(context, name);
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
        return new Work(
                new Work.Perform(new GivenValue(plain)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    @Override
    Set<ActionWord> actionWords() {
        return EnumSet.of(ActionWord.SQL, ActionWord.SHELL, ActionWord.HTTP);
    }
}
