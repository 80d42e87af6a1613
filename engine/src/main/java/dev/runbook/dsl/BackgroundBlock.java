package dev.runbook.dsl;

import dev.runbook.plan.Background;
import dev.runbook.plan.Place;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import groovy.lang.Closure;
import java.util.Optional;

/** {@code background(name) { }}: an action that runs beside the following members of its container. */
public final class BackgroundBlock extends ScriptActions {
    private BackgroundBlock(EvaluationContext context) {
        super(context);
    }

    static Background background(EvaluationContext context, String name, Closure<?> body) {
        Place at = context.here();
        BackgroundBlock block = new BackgroundBlock(context);
        context.outline(body, block);
        if (!context.planned()) {
            block.check(name);
        }
        Task.Body again = () -> {
            BackgroundBlock fresh = new BackgroundBlock(context);
            context.valueAgain(at, body, fresh);
            return fresh.work();
        };
        return new Background(new Task(
                Task.Kind.BACKGROUND,
                name,
                at,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                block.work(),
                again));
    }

    private void check(String name) {
        if (action().isEmpty() && context.problems().isEmpty()) {
            context.problemWith(NamePosition.NAME, name, "background '" + name + "' has no action", oneOfTheActions());
        }
    }

    private Work work() {
        return Work.of(perform().orElse(null));
    }
}
