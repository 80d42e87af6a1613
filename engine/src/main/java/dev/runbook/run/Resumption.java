package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.plan.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to become of steps that were in flight when the engine died.
 *
 * @param decisions by step path, what the operator said
 */
public record Resumption(Map<String, Decision> decisions) {
    /** What the operator may say of a step nobody knows the outcome of. */
    public enum Decision {
        /** Do it again, whatever the first time did. */
        RETRY,
        /** It is done, or not wanted: take it as skipped and go on. */
        SKIP
    }

    /** For a fresh run, and for a resume that leaves nothing to people. */
    public static Resumption undecided() {
        return new Resumption(Map.of());
    }

    Optional<Decision> of(String step) {
        return Optional.ofNullable(decisions.get(step));
    }

    /** @throws AuthorException when a decision is needed and none was given: nothing has then been done */
    static void check(List<String> undecidable, String run) {
        if (undecidable.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder();
        for (String step : undecidable) {
            message.append("'")
                    .append(step)
                    .append("' was under way when the engine died, and whether it acted nobody knows.\n");
        }
        message.append("  look for yourself, then: runbook resume ")
                .append(run)
                .append(" --retry   (do it again)   or   --skip   (take it as done)");
        throw new AuthorException(message.toString());
    }

    /** Whether the runbook itself says what to do: repeat it, or ask its probe. */
    static boolean decidable(Task task) {
        return task.idempotent()
                || task.kind() != Task.Kind.STEP
                || task.work().alreadyDone().isPresent();
    }
}
