package dev.runbook.dsl;

import dev.runbook.plan.KnownValues;
import dev.runbook.trigger.CoveredTriggers;
import dev.runbook.trigger.ReadTriggers;
import dev.runbook.trigger.TriggerSet;

/** Evaluates a compiled file once for its triggers: those of a triggers file, or those of a runbook. */
public final class TriggersBuilder {
    private TriggersBuilder() {}

    /** Evaluates a new instance of a compiled file. */
    public static ReadingResult<ReadTriggers> read(RunbookScript script, ReadingRequest request) {
        EvaluationContext context = new EvaluationContext(request, script.getClass());
        FileEvaluation evaluation = new FileEvaluation(script, context);
        TriggersBlock block = new TriggersBlock(context);
        evaluation.perform(() -> evaluate(evaluation, script, context, block));
        TriggerSet set = new TriggerSet(
                script.declaredId(),
                request.file(),
                block.measurements(),
                block.scores(),
                block.triggers().triggers(),
                block.triggers().followUps());
        return new ReadingResult<>(new Planned(set, context), context.problems());
    }

    private static void evaluate(
            FileEvaluation evaluation, RunbookScript script, EvaluationContext context, TriggersBlock block) {
        if (script.kind() == FileKind.TRIGGERS) {
            evaluation.checkId();
            context.beforeRun(() -> context.evaluateOrReport(script.declaredBody(), block));
            if (block.triggers().isEmpty() && context.problems().isEmpty()) {
                context.problemWith(NamePosition.NAME, script.declaredId(), "this file has no trigger");
            }
        } else if (script.kind() == FileKind.RUNBOOK && script.declaredBody() != null) {
            RunbookBlock runbook = new RunbookBlock(context);
            context.evaluateOrReport(script.declaredBody(), runbook);
            context.beforeRun(() -> runbook.triggers().forEach(declared -> declared.read(context, block.triggers())));
        }
        CoveredTriggers.problems(block.triggers().triggers())
                .forEach(never ->
                        context.problemWith(NamePosition.NAME, never.trigger().name(), never.message(), never.cure()));
    }

    private record Planned(TriggerSet set, EvaluationContext context) implements ReadTriggers {
        @Override
        public void runsWith(KnownValues samples) {
            context.runsWith(samples);
        }
    }
}
