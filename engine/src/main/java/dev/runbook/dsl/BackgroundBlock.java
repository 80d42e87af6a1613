package dev.runbook.dsl;

import dev.runbook.plan.Background;
import dev.runbook.plan.Place;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import groovy.lang.Closure;
import java.util.List;
import java.util.Optional;

/** {@code background(name) { }}: an action that runs beside the following members of its container. */
public final class BackgroundBlock extends ActionBlock {
    private BackgroundBlock(EvaluationContext reading) {
        super(reading);
    }

    static Background background(EvaluationContext reading, String name, Closure<?> body) {
        Place at = reading.here();
        BackgroundBlock block = new BackgroundBlock(reading);
        reading.outline(body, block);
        if (!reading.planned()) {
            block.check(name);
        }
        Task.Body again = () -> {
            BackgroundBlock fresh = new BackgroundBlock(reading);
            reading.readAgain(at, body, fresh);
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
        if (action().isEmpty() && reading.problems().isEmpty()) {
            reading.problemWith(NamePosition.NAME, name, "background '" + name + "' has no action", oneOfTheActions());
        }
    }

    private Work work() {
        return new Work(
                perform().orElse(null),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
