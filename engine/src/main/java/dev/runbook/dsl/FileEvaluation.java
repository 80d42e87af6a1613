package dev.runbook.dsl;

import java.util.Optional;

/** Evaluates a compiled file once: the declaration at its top level, then the block that it declares. */
final class FileEvaluation {
    private final RunbookScript script;
    private final EvaluationContext context;

    FileEvaluation(RunbookScript script, EvaluationContext context) {
        this.script = script;
        this.context = context;
    }

    /** Performs the evaluation; exceeding the limit of work is a problem of the file. */
    void perform(Runnable block) {
        try {
            context.within(() -> {
                WorkMeter.charge(WorkMeter.RUNBOOK);
                return script.run();
            });
            block.run();
        } catch (WorkLimitException limit) {
            context.endsAt(limit);
        }
        context.planningEnds();
    }

    /** Reports a declared id that is not the one of the file's place. */
    void checkId() {
        String id = script.declaredId();
        String word = script.kind().word();
        Optional<String> expected = context.request().id();
        if (expected.isPresent() && !expected.get().equals(id)) {
            context.problemWith(
                    NamePosition.NAME,
                    id,
                    "the " + word + " '" + id + "' is declared in the file of '" + expected.get() + "'",
                    "write " + word + "('" + expected.get() + "'), or move the file");
        }
    }
}
