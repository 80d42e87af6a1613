package dev.runbook.dsl;

/** {@code onlyIf { }}: conditions for running a task or container at all, one per line. */
public final class OnlyIfBlock extends ValuesBlock {
    OnlyIfBlock(EvaluationContext context) {
        super(context);
    }
}
