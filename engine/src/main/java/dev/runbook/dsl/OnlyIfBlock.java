package dev.runbook.dsl;

/** {@code onlyIf { }}: what must hold for the thing to be run at all, a condition a line. */
public final class OnlyIfBlock extends ValuesBlock {
    OnlyIfBlock(EvaluationContext reading) {
        super(reading);
    }
}
