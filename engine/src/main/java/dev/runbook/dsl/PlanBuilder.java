package dev.runbook.dsl;

import dev.runbook.plan.KnownValues;
import dev.runbook.plan.Parameter;
import dev.runbook.plan.Plan;
import dev.runbook.plan.ReadRunbook;
import groovy.lang.Closure;
import java.util.List;
import java.util.TreeSet;

/** Evaluates a compiled runbook once for its plan, with the values known before a run. */
public final class PlanBuilder {
    private PlanBuilder() {}

    /** Evaluates a new instance of a compiled runbook. */
    public static ReadingResult<ReadRunbook> read(RunbookScript script, ReadingRequest request) {
        EvaluationContext context = new EvaluationContext(request, script.getClass());
        RunbookBlock block = new RunbookBlock(context);
        FileEvaluation evaluation = new FileEvaluation(script, context);
        evaluation.perform(() -> evaluate(evaluation, script, context, block));
        Plan plan = new Plan(
                script.declaredId(),
                request.file(),
                request.text(),
                block.description(),
                block.owner(),
                block.rtoTarget(),
                block.rpo(),
                block.namedRpos(),
                block.locks(),
                List.copyOf(context.params().declared().values()),
                context.params().values(),
                block.nodes(),
                block.messages(),
                block.stakeholders().files().toList(),
                block.onFailure());
        return new ReadingResult<>(new Planned(plan, context, block.stakeholders()), context.problems());
    }

    private static void evaluate(
            FileEvaluation evaluation, RunbookScript script, EvaluationContext context, RunbookBlock block) {
        Closure<?> body = script.declaredBody();
        if (script.kind() != FileKind.RUNBOOK) {
            evaluation.checkId();
            context.problemWith(
                    NamePosition.NAME,
                    script.declaredId(),
                    "'" + script.declaredId() + "' declares " + script.kind().word() + ", and is not a runbook",
                    script.kind().use(script.declaredId()));
        } else if (body != null) {
            evaluation.checkId();
            context.evaluateOrReport(body, block);
            block.checkGuards();
            block.checkRecoveryPoints();
            block.stakeholders().read();
            checkArguments(context, script.declaredId());
            if (block.nodes().isEmpty() && context.problems().isEmpty()) {
                context.problemWith(NamePosition.NAME, script.declaredId(), "this runbook has no step");
            }
        }
    }

    private static void checkArguments(EvaluationContext context, String id) {
        for (String given : new TreeSet<>(context.request().arguments().keySet())) {
            if (!context.params().declared().containsKey(given)) {
                List<String> declared = context.params().declared().values().stream()
                        .map(Parameter::name)
                        .toList();
                context.problemWith(
                        NamePosition.NAME,
                        id,
                        "there is no parameter '" + given + "'",
                        declared.isEmpty() ? "this runbook takes none" : "it takes: " + String.join(", ", declared));
            }
        }
    }

    private record Planned(Plan plan, EvaluationContext context, UsedStakeholders stakeholders) implements ReadRunbook {
        @Override
        public void runsWith(KnownValues known) {
            context.runsWith(known);
            stakeholders.runsWith(known);
        }
    }
}
