package dev.runbook.run.resume;

import dev.runbook.AuthorException;
import dev.runbook.journal.event.StepDecision.Kind;
import dev.runbook.model.StepView;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import dev.runbook.plan.TaskPaths;
import dev.runbook.value.StepPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a resume handles steps that were in progress when the engine died, or that failed.
 *
 * @param decisions the operator's decisions by step path
 * @param reason why the run is resumed, in the operator's words; empty if none was given
 * @param acceptChanged whether to continue although the runbook's text differs from that at the run's start
 * @param adopt whether processes left by the dead engine keep running; they are stopped otherwise
 */
public record Resumption(Map<String, Kind> decisions, String reason, boolean acceptChanged, boolean adopt) {
    /** The cause of the skip of a step that the operator declares done. */
    public static final String TAKEN_AS_DONE = "treated as done by the operator";

    private static final String EVERY = "*";

    /** For a fresh run, and for a resume without decisions of the operator. */
    public static Resumption undecided() {
        return new Resumption(Map.of(), "", false, false);
    }

    /** Applies one decision to every open step. */
    public static Resumption all(Kind decision) {
        return new Resumption(Map.of(EVERY, decision), "", false, false);
    }

    /** Returns the same with the reason for the resume. */
    public Resumption because(String why) {
        return new Resumption(decisions, why, acceptChanged, adopt);
    }

    /**
     * Returns the same with a decision for one step, identified by its path or its name alone.
     *
     * @throws AuthorException when the other decision was given for it
     */
    public Resumption but(String step, Kind decision) {
        if (of(step).filter(other -> other != decision).isPresent()) {
            throw new AuthorException("--retry-step and --skip-step are two answers for '" + step + "': give one");
        }
        Map<String, Kind> more = new LinkedHashMap<>(decisions);
        more.put(step, decision);
        return new Resumption(more, reason, acceptChanged, adopt);
    }

    public Resumption acceptingChanges() {
        return new Resumption(decisions, reason, true, adopt);
    }

    public Resumption adopting() {
        return new Resumption(decisions, reason, acceptChanged, true);
    }

    public Optional<Kind> of(String step) {
        return Optional.ofNullable(decisions.get(step));
    }

    /**
     * Resolves the decisions to exactly the open steps, so that the journal names them. A decision without a name
     * applies to the steps that the runbook leaves open; only if it leaves none open, to all that were interrupted or
     * failed.
     *
     * @param steps that were interrupted or failed
     * @param running their processes that still run, by step
     * @throws AuthorException when a decision is needed and none was given; nothing has been done then
     */
    public Resumption completed(Map<String, UndecidedStep> steps, Plan plan, String run, Map<String, String> running) {
        return completedBy("runbook resume " + run, steps, plan, running);
    }

    /** Resolves the decisions to the open steps of cleanups, which are all that an abort runs. */
    public Resumption completedForCleanups(JournalReplay past, Plan plan, String run) {
        Set<String> cleanups = past.model().openCleanups().stream()
                .flatMap(cleanup -> cleanup.inner().stream())
                .map(StepView::path)
                .collect(Collectors.toSet());
        Map<String, UndecidedStep> open = past.open();
        open.keySet().retainAll(cleanups);
        return completedBy("runbook abort " + run, open, plan, Map.of());
    }

    /** @param command the start of the command line that passes a decision */
    private Resumption completedBy(
            String command, Map<String, UndecidedStep> steps, Plan plan, Map<String, String> running) {
        mustBeAmong(steps.keySet());
        TaskPaths tasks = TaskPaths.of(plan);
        Map<String, UndecidedStep> open = new LinkedHashMap<>(steps);
        open.entrySet()
                .removeIf(step -> !step.getValue().unknown()
                        || tasks.at(step.getKey()).filter(Resumption::decidable).isPresent());
        Map<String, Kind> completed = new LinkedHashMap<>();
        steps.forEach((step, why) -> of(step).or(() -> of(StepPath.last(step)))
                .or(() -> of(EVERY).filter(all -> open.isEmpty() ? why.ended() : open.containsKey(step)))
                .ifPresent(given -> completed.put(step, given)));
        List<String> gone = open.keySet().stream()
                .filter(step -> tasks.at(step).isEmpty() && completed.get(step) != Kind.SKIP)
                .toList();
        if (!gone.isEmpty()) {
            open.keySet().retainAll(gone);
            throw new AuthorException(describe(open, running)
                    + "\n  the runbook has no such step any more, so it cannot be run again; check the system, then: "
                    + command + " --accept-changed --skip (continue without it, its outcome stays unknown),"
                    + " or start the runbook again with --from the step where it has to continue");
        }
        open.keySet().removeAll(completed.keySet());
        if (!open.isEmpty()) {
            throw new AuthorException(describe(open, running)
                    + "\n  check the system, then: " + command
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

    /** Returns whether the runbook itself decides: the task is read-only, may be repeated, or has a probe. */
    public static boolean decidable(Task task) {
        return task.repeatable() || task.work().alreadyDone().isPresent();
    }
}
