package dev.runbook.journal.event;

import dev.runbook.value.StepPath;
import java.util.Optional;

/**
 * An {@code onFailure} block begins; {@code of} is what it belongs to, empty for the runbook, and {@code runbook} the
 * path of the followed runbook that contains it, empty for the run's own.
 *
 * @param ending how it is to end
 */
public record HandlerStarted(String of, String runbook, HandlerEnding ending) implements Event {
    /** Returns the path under which the fallback is to run; empty without a fallback. */
    public Optional<String> fallback() {
        return ending.fallsBack() ? Optional.of(StepPath.of(runbook, ending.runbook())) : Optional.empty();
    }
}
