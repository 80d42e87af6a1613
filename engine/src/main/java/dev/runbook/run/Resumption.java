package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.value.StepPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a resume does about steps that were in progress when the engine died, or that failed.
 *
 * @param decisions by step path, what the operator said
 * @param reason why the run is resumed, in the operator's words; empty if they gave none
 * @param acceptChanged whether to go on although the runbook's text is not the one the run began with
 * @param adopt whether processes the dead engine left are to go on; they are stopped otherwise
 */
public record Resumption(Map<String, Decision> decisions, String reason, boolean acceptChanged, boolean adopt) {
    /** What the operator may say of a step that was interrupted or failed. */
    public enum Decision {
        /** Run it again, whatever the first time did. */
        RETRY,
        /** Treat it as done. */
        SKIP
    }

    /** Why a step counts as skipped that the operator says is done. */
    static final String TAKEN_AS_DONE = "treated as done by the operator";

    private static final String EVERY = "*";

    /** For a fresh run, and for a resume that leaves nothing to people. */
    public static Resumption undecided() {
        return new Resumption(Map.of(), "", false, false);
    }

    /** One answer for every step that is open. */
    public static Resumption all(Decision decision) {
        return new Resumption(Map.of(EVERY, decision), "", false, false);
    }

    /** The same, with the reason why. */
    public Resumption because(String why) {
        return new Resumption(decisions, why, acceptChanged, adopt);
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
        return new Resumption(more, reason, acceptChanged, adopt);
    }

    public Resumption acceptingChanges() {
        return new Resumption(decisions, reason, true, adopt);
    }

    public Resumption adopting() {
        return new Resumption(decisions, reason, acceptChanged, true);
    }

    Optional<Decision> of(String step) {
        return Optional.ofNullable(decisions.get(step));
    }

    /**
     * The decisions for just the steps that are open, so that the record names them. An answer without a name is one for those
     * that the runbook leaves open; only where it leaves none open, for all that were interrupted or failed.
     *
     * @param steps that were interrupted or failed
     * @param running what is still running of them, by step
     * @throws AuthorException when a decision is needed and none was given: nothing has then been done
     */
    Resumption completed(Map<String, UndecidedStep> steps, Plan plan, String run, Map<String, String> running) {
        mustBeAmong(steps.keySet());
        NestedTasks tasks = NestedTasks.of(plan);
        Map<String, UndecidedStep> open = new LinkedHashMap<>(steps);
        open.entrySet()
                .removeIf(step -> !step.getValue().unknown()
                        || tasks.at(step.getKey()).filter(Resumption::decidable).isPresent());
        Map<String, Decision> completed = new LinkedHashMap<>();
        steps.forEach((step, why) -> of(step).or(() -> of(StepPath.last(step)))
                .or(() -> of(EVERY).filter(all -> open.isEmpty() ? why.ended() : open.containsKey(step)))
                .ifPresent(given -> completed.put(step, given)));
        List<String> gone = open.keySet().stream()
                .filter(step -> tasks.at(step).isEmpty() && completed.get(step) != Decision.SKIP)
                .toList();
        if (!gone.isEmpty()) {
            open.keySet().retainAll(gone);
            throw new AuthorException(describe(open, running)
                    + "\n  the runbook has no such step any more, so it cannot be run again; check the system, then: runbook resume "
                    + run + " --accept-changed --skip (continue without it, its outcome stays unknown),"
                    + " or start the runbook again with --from the step where it has to continue");
        }
        open.keySet().removeAll(completed.keySet());
        if (!open.isEmpty()) {
            throw new AuthorException(describe(open, running)
                    + "\n  check the system, then: runbook resume " + run
                    + " --retry (run it again), or --skip (treat it as done)"
                    + (open.size() > 1 ? "\n  or each by itself: --retry-step 'NAME', --skip-step 'NAME'" : "")
                    + (open.keySet().stream().anyMatch(running::containsKey)
                            ? "\n  both stop what is still running first; --skip --adopt lets it run on"
                            : ""));
        }
        return new Resumption(completed, reason, acceptChanged, adopt);
    }

    private void mustBeAmong(Set<String> steps) {
        for (String said : decisions.keySet()) {
            if (!said.equals(EVERY)
                    && steps.stream()
                            .noneMatch(step ->
                                    step.equals(said) || StepPath.last(step).equals(said))) {
                throw new AuthorException("no step '" + said + "' was in progress or had failed when the run stopped"
                        + (steps.isEmpty() ? "; none was" : "; these were: '" + String.join("', '", steps) + "'"));
            }
        }
    }

    private static String describe(Map<String, UndecidedStep> steps, Map<String, String> running) {
        return steps.entrySet().stream()
                .map(step -> "step '" + step.getKey() + "' " + step.getValue().describe() + "; "
                        + (running.containsKey(step.getKey())
                                ? "still running: " + running.get(step.getKey())
                                : "its outcome is unknown"))
                .collect(Collectors.joining("\n"));
    }

    /** Whether the runbook itself says what to do: it only looks, may be repeated, or has a probe to ask. */
    static boolean decidable(Task task) {
        return task.repeatable() || task.work().alreadyDone().isPresent();
    }
}
