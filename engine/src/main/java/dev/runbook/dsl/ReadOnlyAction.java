package dev.runbook.dsl;

import dev.runbook.action.ActionSpec;
import dev.runbook.action.AlternativeTargets;
import dev.runbook.action.http.HttpSpec;
import dev.runbook.action.sql.SqlSpec;

/** Restricts an action to reading, for blocks that are repeated while nobody watches. */
final class ReadOnlyAction {
    private ReadOnlyAction() {}

    /**
     * Returns the action; SQL is sent read-only. Reports a request that changes something. A script cannot be judged
     * before it runs.
     */
    static ActionSpec of(EvaluationContext context, ActionSpec spec) {
        if (spec instanceof HttpSpec http && !http.method().safe()) {
            context.problem(
                    "a measurement only reads, and " + http.method() + " changes something",
                    "use get or head; what changes something belongs in a step of the runbook that the trigger starts");
        }
        if (spec instanceof AlternativeTargets targets) {
            return new AlternativeTargets(
                    of(context, targets.undecided()),
                    targets.alternatives().stream().map(one -> of(context, one)).toList());
        }
        return spec instanceof SqlSpec sql
                ? new SqlSpec(sql.script(), sql.database(), sql.with(), sql.transaction(), sql.primary(), true)
                : spec;
    }
}
