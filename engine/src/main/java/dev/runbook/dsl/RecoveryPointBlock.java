package dev.runbook.dsl;

import java.util.EnumSet;
import java.util.Set;

/** {@code recoveryPoint { }}: one action whose answer is the instant up to which the data is there. */
public final class RecoveryPointBlock extends TaskBlock {
    RecoveryPointBlock(EvaluationContext reading, String name) {
        super(reading, name);
    }

    @Override
    Set<ActionWord> actionWords() {
        return EnumSet.of(ActionWord.SQL, ActionWord.SHELL, ActionWord.HTTP);
    }
}
