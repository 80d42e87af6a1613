package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.value.StepPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /** Why a step counts as skipped that the operator says is done. */
    static final String TAKEN_AS_DONE = "taken as done by the operator";

    private static final String EVERY = "*";

    /** For a fresh run, and for a resume that leaves nothing to people. */
    public static Resumption undecided() {
        return new Resumption(Map.of(), false, false);
    }

    /** One answer for every step that was in flight. */
    public static Resumption all(Decision decision) {
        return new Resumption(Map.of(EVERY, decision), false, false);
    }

    /** The same, but for one step; named by its path, or by its name alone. */
    public Resumption but(String step, Decision decision) {
        Map<String, Decision> more = new LinkedHashMap<>(decisions);
        more.put(step, decision);
        return new Resumption(more, acceptChanged, adopt);
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
        mustBeAmong(cut);
        TasksWithin tasks = TasksWithin.of(plan);
        Map<String, Decision> completed = new LinkedHashMap<>();
        List<String> open = new ArrayList<>();
        for (String step : cut) {
            Optional<Decision> decision =
                    of(step).or(() -> of(StepPath.last(step))).or(() -> of(EVERY));
            decision.ifPresent(given -> completed.put(step, given));
            if (decision.isEmpty()
                    && !tasks.at(step).filter(Resumption::decidable).isPresent()) {
                open.add(step);
            }
        }
        if (!open.isEmpty()) {
            throw new AuthorException(open.stream().map(Resumption::unknown).collect(Collectors.joining("\n"))
                    + "\n  look for yourself, then: runbook resume " + run
                    + " --retry (do it again), or --skip (take it as done)"
                    + (open.size() > 1 ? "\n  or each by itself: --retry-step 'NAME', --skip-step 'NAME'" : ""));
        }
        return new Resumption(completed, acceptChanged, adopt);
    }

    private void mustBeAmong(List<String> cut) {
        for (String said : decisions.keySet()) {
            if (!said.equals(EVERY)
                    && cut.stream()
                            .noneMatch(step ->
                                    step.equals(said) || StepPath.last(step).equals(said))) {
                throw new AuthorException("no step '" + said + "' was under way when the engine stopped"
                        + (cut.isEmpty() ? "; none was" : "; these were: '" + String.join("', '", cut) + "'"));
            }
        }
    }

    private static String unknown(String step) {
        return "'" + step + "' was under way when the engine stopped; whether it acted nobody knows";
    }

    /** Whether the runbook itself says what to do: it only looks, may be repeated, or has a probe to ask. */
    static boolean decidable(Task task) {
        return task.repeatable() || task.work().alreadyDone().isPresent();
    }
}
