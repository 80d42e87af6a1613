package dev.runbook.dsl;

import dev.runbook.plan.KnownValues;
import dev.runbook.trigger.CoveredTriggers;
import dev.runbook.trigger.Measurement;
import dev.runbook.trigger.ReadTriggers;
import dev.runbook.trigger.Score;
import dev.runbook.trigger.TriggerSet;
import java.util.ArrayList;
import java.util.List;

/** Evaluates a compiled file once for its triggers: those of a triggers file, or those of a runbook. */
public final class TriggersBuilder {
    private TriggersBuilder() {}

    /** The result of reading triggers. Use them only if there are no problems. */
    public record Result(ReadTriggers triggers, List<Problem> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /** Evaluates a new instance of a compiled file. */
    public static Result read(RunbookScript script, ReadingRequest request) {
        EvaluationContext context = new EvaluationContext(request, script.getClass());
        List<Measurement> measurements = new ArrayList<>();
        List<Score> scores = new ArrayList<>();
        DeclaredTriggers triggers = new DeclaredTriggers();
        try {
            context.within(script::run);
            if (script.kind() == FileKind.TRIGGERS) {
                PlanBuilder.checkId(context, script);
                TriggersBlock block = new TriggersBlock(context);
                context.beforeRun(() -> context.evaluateOrReport(script.declaredBody(), block));
                measurements.addAll(block.measurements());
                scores.addAll(block.scores());
                triggers = block.triggers();
                if (triggers.isEmpty() && context.problems().isEmpty()) {
                    context.problemWith(NamePosition.NAME, script.declaredId(), "this file has no trigger");
                }
            } else if (script.kind() == FileKind.RUNBOOK && script.declaredBody() != null) {
                RunbookBlock block = new RunbookBlock(context);
                context.evaluateOrReport(script.declaredBody(), block);
                DeclaredTriggers own = triggers;
                context.beforeRun(() -> block.triggers().forEach(declared -> declared.read(context, own)));
            }
            CoveredTriggers.problems(triggers.triggers())
                    .forEach(never -> context.problemWith(
                            NamePosition.NAME, never.trigger().name(), never.message(), never.cure()));
        } catch (WorkLimitException limit) {
            context.endsAt(limit);
        }
        context.planningEnds();
        TriggerSet set = new TriggerSet(
                script.declaredId(), request.file(), measurements, scores, triggers.triggers(), triggers.followUps());
        return new Result(new Planned(set, context), context.problems());
    }

    private record Planned(TriggerSet set, EvaluationContext context) implements ReadTriggers {
        @Override
        public void runsWith(KnownValues samples) {
            context.runsWith(samples);
        }
    }
}
