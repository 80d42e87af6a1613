package dev.runbook.dsl;

import dev.runbook.plan.KnownValues;
import dev.runbook.plan.ReadStakeholders;
import dev.runbook.plan.Stakeholders;

/** Evaluates a compiled file of stakeholders once, with the parameters of the runbook that uses it. */
public final class StakeholdersBuilder {
    private StakeholdersBuilder() {}

    /** Evaluates a new instance of a compiled file. */
    public static ReadingResult<ReadStakeholders> read(RunbookScript script, ReadingRequest request) {
        EvaluationContext context = new EvaluationContext(request, script.getClass());
        StakeholdersBlock block = new StakeholdersBlock(context);
        FileEvaluation evaluation = new FileEvaluation(script, context);
        evaluation.perform(() -> evaluate(evaluation, script, context, block));
        Stakeholders stakeholders = new Stakeholders(
                script.declaredId(),
                request.file(),
                request.text(),
                block.messages(),
                block.used().files().toList());
        return new ReadingResult<>(new Read(stakeholders, context, block.used()), context.problems());
    }

    private static void evaluate(
            FileEvaluation evaluation, RunbookScript script, EvaluationContext context, StakeholdersBlock block) {
        String id = script.declaredId();
        if (script.kind() != FileKind.STAKEHOLDERS) {
            context.problemWith(
                    NamePosition.NAME,
                    id,
                    "'" + id + "' declares " + (script.kind() == FileKind.RUNBOOK ? "a runbook" : "triggers")
                            + ", and no stakeholders",
                    "move its messages to a file of their own: stakeholders('system/stakeholders') { notify … }");
            return;
        }
        evaluation.checkId();
        context.evaluateOrReport(script.declaredBody(), block);
        block.used().read();
        if (block.messages().isEmpty() && context.problems().isEmpty()) {
            context.problemWith(NamePosition.NAME, id, "these stakeholders have no message", "add notify('…') { … }");
        }
    }

    private record Read(Stakeholders stakeholders, EvaluationContext context, UsedStakeholders used)
            implements ReadStakeholders {
        @Override
        public void runsWith(KnownValues known) {
            context.runsWith(known);
            used.runsWith(known);
        }
    }
}
