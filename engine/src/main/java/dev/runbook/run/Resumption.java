package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.value.StepPath;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /**
     * The same, but for one step; named by its path, or by its name alone.
     *
     * @throws AuthorException when the other answer was given for it
     */
    public Resumption but(String step, Decision decision) {
        if (of(step).filter(other -> other != decision).isPresent()) {
            throw new AuthorException("--retry-step and --skip-step are two answers for '" + step + "': give one");
        }
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
     * The decisions for just the steps that were cut, so that the record names them. An answer without a name is one for
     * those that the runbook leaves open; only where it leaves none open, for all.
     *
     * @param running what is still running of them, by step
     * @throws AuthorException when a decision is needed and none was given: nothing has then been done
     */
    Resumption completed(List<String> cut, Plan plan, String run, Map<String, String> running) {
        mustBeAmong(cut);
        TasksWithin tasks = TasksWithin.of(plan);
        Set<String> open = cut.stream()
                .filter(step -> !tasks.at(step).filter(Resumption::decidable).isPresent())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, Decision> completed = new LinkedHashMap<>();
        for (String step : cut) {
            of(step).or(() -> of(StepPath.last(step)))
                    .or(() -> of(EVERY).filter(all -> open.isEmpty() || open.contains(step)))
                    .ifPresent(given -> completed.put(step, given));
        }
        List<String> gone = open.stream()
                .filter(step -> tasks.at(step).isEmpty() && completed.get(step) != Decision.SKIP)
                .toList();
        if (!gone.isEmpty()) {
            throw new AuthorException(told(gone, running)
                    + "\n  the runbook has no such step any more, so it cannot be done again; look for yourself, then: runbook resume "
                    + run + " --accept-changed --skip (go on without it, its outcome stays unknown),"
                    + " or start anew with --from the step where it has to go on");
        }
        open.removeAll(completed.keySet());
        if (!open.isEmpty()) {
            throw new AuthorException(told(open, running)
                    + "\n  look for yourself, then: runbook resume " + run
                    + " --retry (do it again), or --skip (take it as done)"
                    + (open.size() > 1 ? "\n  or each by itself: --retry-step 'NAME', --skip-step 'NAME'" : "")
                    + (open.stream().anyMatch(running::containsKey)
                            ? "\n  both stop what is still running first; --skip --adopt lets it go on"
                            : ""));
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

    private static String told(Collection<String> steps, Map<String, String> running) {
        return steps.stream()
                .map(step -> "'" + step + "' was under way when the engine stopped; "
                        + (running.containsKey(step)
                                ? "still running: " + running.get(step)
                                : "whether it acted nobody knows"))
                .collect(Collectors.joining("\n"));
    }

    /** Whether the runbook itself says what to do: it only looks, may be repeated, or has a probe to ask. */
    static boolean decidable(Task task) {
        return task.repeatable() || task.work().alreadyDone().isPresent();
    }
}
