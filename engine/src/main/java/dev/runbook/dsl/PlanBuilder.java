package dev.runbook.dsl;

import dev.runbook.plan.KnownValues;
import dev.runbook.plan.Parameter;
import dev.runbook.plan.Plan;
import dev.runbook.plan.ReadRunbook;
import groovy.lang.Closure;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Evaluates a compiled runbook once for its plan, with the values known before a run. */
public final class PlanBuilder {
    private PlanBuilder() {}

    /** The result of planning. Use the plan only if there are no problems. */
    public record Result(ReadRunbook runbook, List<Problem> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /** Evaluates a new instance of a compiled runbook. */
    public static Result read(RunbookScript script, ReadingRequest request) {
        EvaluationContext reading = new EvaluationContext(request, script.getClass());
        RunbookBlock block = new RunbookBlock(reading);
        try {
            reading.within(() -> {
                WorkMeter.charge(WorkMeter.RUNBOOK);
                return null;
            });
            evaluate(script, reading, block);
        } catch (WorkLimitException limit) {
            reading.endsAt(limit);
        }
        reading.planningEnds();
        Plan plan = new Plan(
                script.declaredId(),
                request.file(),
                request.text(),
                block.description(),
                block.owner(),
                block.rtoTarget(),
                block.rpo(),
                block.locks(),
                List.copyOf(reading.params().declared().values()),
                reading.params().values(),
                block.nodes(),
                block.messages(),
                block.onFailure());
        return new Result(new Planned(plan, reading), reading.problems());
    }

    private static void evaluate(RunbookScript script, EvaluationContext reading, RunbookBlock block) {
        reading.within(script::run);
        Closure<?> body = script.declaredBody();
        if (body != null) {
            checkId(reading, script.declaredId());
            reading.evaluateOrReport(body, block);
            checkArguments(reading, script.declaredId());
            if (block.nodes().isEmpty() && reading.problems().isEmpty()) {
                reading.problemWith(NamePosition.NAME, script.declaredId(), "this runbook has no step");
            }
        }
    }

    private static void checkId(EvaluationContext reading, String id) {
        Optional<String> expected = reading.request().id();
        if (expected.isPresent() && !expected.get().equals(id)) {
            reading.problemWith(
                    NamePosition.NAME,
                    id,
                    "the runbook '" + id + "' is declared in the file of '" + expected.get() + "'",
                    "write runbook('" + expected.get() + "'), or move the file");
        }
    }

    private static void checkArguments(EvaluationContext reading, String id) {
        for (String given : new TreeSet<>(reading.request().arguments().keySet())) {
            if (!reading.params().declared().containsKey(given)) {
                List<String> declared = reading.params().declared().values().stream()
                        .map(Parameter::name)
                        .toList();
                reading.problemWith(
                        NamePosition.NAME,
                        id,
                        "there is no parameter '" + given + "'",
                        declared.isEmpty() ? "this runbook takes none" : "it takes: " + String.join(", ", declared));
            }
        }
    }

    private record Planned(Plan plan, EvaluationContext reading) implements ReadRunbook {
        @Override
        public void runsWith(KnownValues known) {
            reading.runsWith(known);
        }
    }
}
