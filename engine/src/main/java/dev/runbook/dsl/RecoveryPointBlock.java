package dev.runbook.dsl;

import java.util.List;

/** {@code recoveryPoint { }}: one action whose answer is the instant up to which the data is there. */
public final class RecoveryPointBlock extends TaskBlock {
    RecoveryPointBlock(Reading reading) {
        super(reading);
    }

    @Override
    List<String> actionWords() {
        return List.of("sql", "shell", "http");
    }
}
