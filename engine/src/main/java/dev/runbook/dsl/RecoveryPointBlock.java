package dev.runbook.dsl;

import java.util.EnumSet;
import java.util.Set;

/** {@code recoveryPoint { }}: one action that returns the recovery point, the instant up to which data is safe. */
public final class RecoveryPointBlock extends TaskBlock {
    RecoveryPointBlock(EvaluationContext context, String name) {
        super(context, name);
    }

    @Override
    Set<ActionWord> actionWords() {
        return EnumSet.of(ActionWord.SQL, ActionWord.SHELL, ActionWord.HTTP);
    }
}
