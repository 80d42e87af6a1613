package dev.runbook.outline;

import dev.runbook.journal.event.StepKind;
import dev.runbook.plan.Group;
import dev.runbook.plan.Task;

/** The kinds of a plan's nodes, as journals name them. */
public final class StepKinds {
    private StepKinds() {}

    public static StepKind of(Task.Kind kind) {
        return switch (kind) {
            case STEP -> StepKind.STEP;
            case VERIFY -> StepKind.VERIFY;
            case RECOVERY_POINT -> StepKind.RECOVERY_POINT;
            case BACKGROUND -> StepKind.BACKGROUND;
            case UNDO -> StepKind.UNDO;
            case APPROVE -> StepKind.APPROVE;
            case MANUAL -> StepKind.MANUAL;
            case PAUSE -> StepKind.PAUSE;
            case CHOOSE -> StepKind.CHOOSE;
        };
    }

    public static StepKind of(Group.Kind kind) {
        return switch (kind) {
            case PHASE -> StepKind.PHASE;
            case PARALLEL -> StepKind.PARALLEL;
        };
    }
}
