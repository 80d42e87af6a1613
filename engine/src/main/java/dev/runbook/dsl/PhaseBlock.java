package dev.runbook.dsl;

/** {@code phase(name) { }}: a named group of members that run in order. */
public final class PhaseBlock extends GroupBlock {
    PhaseBlock(EvaluationContext context) {
        super(context);
    }
}
