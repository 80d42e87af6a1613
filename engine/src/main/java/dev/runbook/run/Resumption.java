package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to become of steps that were in flight when the engine died.
 *
 * @param decisions by step path, what the operator said
 * @param acceptChanged whether to go on although the runbook's text is not the one the run began with
 * @param adopt whether processes the dead engine left are to go on; they are stopped otherwise
 */
public record Resumption(Map<String, Decision> decisions, boolean acceptChanged, boolean adopt) {
    /** What the operator may say of a step nobody knows the outcome of. */
    public enum Decision {
        /** Do it again, whatever the first time did. */
        RETRY,
        /** It is done, or not wanted: take it as skipped and go on. */
        SKIP
    }

    private static final String EVERY = "*";

    /** For a fresh run, and for a resume that leaves nothing to people. */
    public static Resumption undecided() {
        return new Resumption(Map.of(), false, false);
    }

    /** One answer for every step that was in flight. */
    public static Resumption all(Decision decision) {
        return new Resumption(Map.of(EVERY, decision), false, false);
    }

    public Resumption acceptingChanges() {
        return new Resumption(decisions, true, adopt);
    }

    public Resumption adopting() {
        return new Resumption(decisions, acceptChanged, true);
    }

    Optional<Decision> of(String step) {
        return Optional.ofNullable(decisions.get(step));
    }

    /**
     * The decisions for just the steps that were cut, so that the record names them.
     *
     * @throws AuthorException when a decision is needed and none was given: nothing has then been done
     */
    Resumption completed(List<String> cut, Plan plan, String run) {
        TasksWithin tasks = TasksWithin.of(plan);
        Map<String, Decision> completed = new LinkedHashMap<>();
        StringBuilder open = new StringBuilder();
        for (String step : cut) {
            Optional<Decision> decision = of(step).or(() -> of(EVERY));
            decision.ifPresent(given -> completed.put(step, given));
            if (decision.isEmpty()
                    && !tasks.at(step).filter(Resumption::decidable).isPresent()) {
                open.append("'")
                        .append(step)
                        .append("' was under way when the engine stopped; whether it acted nobody knows\n");
            }
        }
        if (open.length() > 0) {
            throw new AuthorException(open + "  look for yourself, then: runbook resume " + run
                    + " --retry (do it again), or --skip (take it as done)");
        }
        return new Resumption(completed, acceptChanged, adopt);
    }

    /** Whether the runbook itself says what to do: repeat it, or ask its probe. */
    static boolean decidable(Task task) {
        return task.idempotent()
                || task.kind() != Task.Kind.STEP
                || task.work().alreadyDone().isPresent();
    }
}
