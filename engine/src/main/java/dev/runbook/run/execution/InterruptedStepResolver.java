package dev.runbook.run.execution;

import dev.runbook.journal.event.DecidedBy;
import dev.runbook.journal.event.StepDecision;
import dev.runbook.plan.Work;
import dev.runbook.run.resume.Resumption;
import dev.runbook.run.resume.StepInProgress;
import dev.runbook.run.state.AttemptEnd;
import dev.runbook.run.state.TaskEnd;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import java.util.Map;
import java.util.Optional;

/**
 * Decides about a step that was in progress when the engine died, or that failed: the operator's decision first, then
 * the step's probe. A probe without an answer decides nothing: the run ends, to be resumed when the probe can answer,
 * or when the operator has checked.
 */
final class InterruptedStepResolver {
    sealed interface Decision {}

    /** The step is not performed again. */
    record Ended(TaskEnd end) implements Decision {}

    /** The step is performed again, after these attempts. */
    record Repeated(StepInProgress from) implements Decision {}

    private final RunContext run;
    private final AttemptExecutor attempts;

    InterruptedStepResolver(RunContext run) {
        this.run = run;
        this.attempts = new AttemptExecutor(run);
    }

    Decision decide(TaskInProgress task, StepInProgress begun) {
        Work work = task.work();
        Optional<StepDecision.Kind> decision = run.resumption().of(task.path());
        if (decision.isPresent()) {
            return decision.get() == StepDecision.Kind.SKIP
                    ? ended(Result.SKIPPED, begun.attempts(), Resumption.TAKEN_AS_DONE, DecidedBy.OPERATOR)
                    : new Repeated(begun.restarted());
        }
        if (work.alreadyDone().isPresent()) {
            return probed(work.alreadyDone().get(), task.scope(), task.path(), begun);
        }
        return (begun.again() && !begun.interrupted()) || Resumption.decidable(task.task())
                ? new Repeated(begun)
                : ended(
                        Result.UNKNOWN,
                        begun.attempts(),
                        "in progress when the engine died; no decision whether to repeat it",
                        DecidedBy.ITSELF);
    }

    /** Runs the step's probe as a separate attempt. */
    private Decision probed(Work.Probe probe, Scope scope, String path, StepInProgress begun) {
        int number = begun.attempts() + 1;
        AttemptEnd answer = attempts.probe(path, number, probe, scope.limit(), scope.stops());
        if (answer.result() == Result.CANCELLED) {
            return ended(Result.CANCELLED, begun.attempts(), "stopped while its probe ran", DecidedBy.ITSELF);
        }
        if (answer.result() == Result.OK) {
            return ended(Result.OK, begun.attempts(), "its probe found it already done", DecidedBy.PROBE);
        }
        return answer.answered()
                ? new Repeated(begun.notDone(number))
                : ended(Result.UNKNOWN, begun.attempts(), noAnswer(path, answer.cause()), DecidedBy.UNANSWERED_PROBE);
    }

    /** Reports the missing answer with what to do, which is a resume in any case. */
    private String noAnswer(String path, String cause) {
        String name = StepPath.last(path);
        return "its probe gave no answer" + (cause.isEmpty() ? "" : " (" + cause + ")")
                + "; whether the step was done is unknown. runbook resume " + run.id()
                + " runs the probe again; with --retry-step '"
                + name + "' the step is run again, with --skip-step '" + name + "' it is treated as done";
    }

    private static Decision ended(Result result, int attempts, String cause, DecidedBy by) {
        return new Ended(new TaskEnd(result, attempts, cause, Map.of(), by, Optional.empty()));
    }
}
