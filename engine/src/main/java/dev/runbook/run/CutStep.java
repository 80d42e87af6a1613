package dev.runbook.run;

import dev.runbook.journal.Event;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a step that was under way when the engine died: what the operator says, else what its own probe answers.
 * A probe that gives no answer decides nothing: the run ends then, to be resumed when there is one, or when the operator
 * has looked.
 */
final class CutStep {
    private static final String NO_ANSWER = "its probe gave no answer";

    sealed interface Fate {}

    /** It is not performed again. */
    record Over(TaskEnd end) implements Fate {}

    /** It is performed again, after these attempts. */
    record GoesOn(Past.Begun from) implements Fate {}

    private final RunContext run;
    private final AttemptRun attempts;

    CutStep(RunContext run) {
        this.run = run;
        this.attempts = new AttemptRun(run);
    }

    /** Whether a step ended so only because nobody could say whether it was done: it still counts as begun. */
    static boolean undecided(Event.StepFinished step) {
        return undecided(Result.of(step.result()), step.cause());
    }

    /** The same. */
    static boolean undecided(TaskEnd end) {
        return undecided(end.result(), end.cause());
    }

    private static boolean undecided(Result result, String cause) {
        return result == Result.UNKNOWN && cause.startsWith(NO_ANSWER);
    }

    Fate decide(Task task, Work work, Scope scope, String path, Past.Begun begun) {
        Optional<Resumption.Decision> decision = run.resumption().of(path);
        if (decision.isPresent()) {
            return decision.get() == Resumption.Decision.SKIP
                    ? over(Result.SKIPPED, begun.attempts(), Resumption.TAKEN_AS_DONE)
                    : new GoesOn(begun);
        }
        if (work.alreadyDone().isPresent()) {
            return asked(work.alreadyDone().get(), scope, path, begun);
        }
        return Resumption.decidable(task)
                ? new GoesOn(begun)
                : over(
                        Result.UNKNOWN,
                        begun.attempts(),
                        "it was under way when the engine died; nobody said whether to repeat it");
    }

    /** Asks the step's probe, as an attempt of its own. */
    private Fate asked(Work.Probe probe, Scope scope, String path, Past.Begun begun) {
        int number = begun.attempts() + 1;
        AttemptEnd answer = attempts.probe(path, number, probe, scope.limit(), scope.stops());
        if (answer.result() == Result.CANCELLED) {
            return over(Result.CANCELLED, begun.attempts(), "stopped while its probe was asked");
        }
        if (answer.result() == Result.OK) {
            return over(Result.OK, begun.attempts(), "its probe says it was already done");
        }
        return answer.answered()
                ? new GoesOn(begun.notDone(number))
                : over(Result.UNKNOWN, begun.attempts(), noAnswer(path, answer.cause()));
    }

    /** Told with the way on, which is a resume in any case. */
    private String noAnswer(String path, String cause) {
        String name = StepPath.last(path);
        return NO_ANSWER + (cause.isEmpty() ? "" : " (" + cause + ")")
                + ", so nobody knows whether it was done; runbook resume " + run.id()
                + " asks it again, with --retry-step '"
                + name + "' the step is done again, with --skip-step '" + name + "' it is taken as done";
    }

    private static Fate over(Result result, int attempts, String cause) {
        return new Over(new TaskEnd(result, attempts, cause, Map.of()));
    }
}
