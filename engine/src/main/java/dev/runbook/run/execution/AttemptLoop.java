package dev.runbook.run.execution;

import dev.runbook.journal.event.Waiting;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import dev.runbook.run.resume.StepInProgress;
import dev.runbook.run.state.AttemptEnd;
import dev.runbook.run.state.TaskEnd;
import dev.runbook.value.Result;
import java.util.Map;
import java.util.Optional;

/** Runs the attempts of one task until it is ok, out of attempts, or stopped. */
final class AttemptLoop {
    private final RunContext run;
    private final AttemptExecutor attempts;

    AttemptLoop(RunContext run) {
        this.run = run;
        this.attempts = new AttemptExecutor(run);
    }

    /** @param before the attempts that an earlier engine process made, if this run continues there */
    TaskEnd repeat(TaskInProgress inProgress, Work.Perform act, Optional<StepInProgress> before) {
        Task task = inProgress.task();
        Scope scope = inProgress.scope();
        String path = inProgress.path();
        TaskTimings timings = inProgress.timings();
        Limit limit = scope.limit();
        AttemptPolicy policy = policy(task, limit);
        int number = before.map(StepInProgress::attempts).orElse(0);
        int ended = before.map(StepInProgress::ended).orElse(0); // an interrupted attempt uses up no retry
        Optional<AttemptEnd> last = before.filter(was -> !was.interrupted()).flatMap(StepInProgress::last);
        while (true) {
            if (last.isEmpty()) {
                Optional<TaskEnd> givenUp = givenUp(task, scope, number);
                if (givenUp.isPresent()) {
                    return givenUp.get();
                }
                number++;
                timings.acting();
                last = Optional.of(attempts.perform(
                        path, number, act, inProgress.work().expect(), one(task, limit), scope.stops()));
                ended++;
                timings.acted();
            }
            AttemptEnd end = last.get();
            AttemptPolicy.Decision decision = policy.after(end, ended);
            if (decision instanceof AttemptPolicy.Over over) {
                return new TaskEnd(
                        over.end().result(),
                        number,
                        over.end().cause(),
                        over.end().values());
            }
            AttemptPolicy.Wait wait = (AttemptPolicy.Wait) decision;
            run.record(new Waiting(path, wait.why(), wait.time().toMillis()));
            timings.pausing();
            // An injected failure does not go away: the next attempt waits for nothing but its time.
            boolean whole = (wait.fixed() || run.injections().fails(path))
                    ? scope.stops().lapse(run.clock(), wait.time())
                    : scope.stops().pause(run.clock(), wait.time());
            if (!whole) {
                return new TaskEnd(
                        Result.CANCELLED, number, "stopped during a wait (" + wait.why() + ")", end.values());
            }
            last = Optional.empty();
        }
    }

    private AttemptPolicy policy(Task task, Limit limit) {
        if (task.kind() == Task.Kind.GUARD) {
            return new GuardPolicy(task);
        }
        return task.polls() ? new PollingPolicy(task, limit, run.clock()) : new RetryPolicy(task, limit);
    }

    /**
     * Returns how the task ends without another attempt: an attempt that would be stopped as it begins may still act.
     */
    private static Optional<TaskEnd> givenUp(Task task, Scope scope, int made) {
        if (made == 0) {
            return Optional.empty(); // the enclosing scope has just checked
        }
        String what = "attempt " + (made + 1) + " was not begun: ";
        if (scope.limit().passed() && !task.polls()) {
            return Optional.of(
                    new TaskEnd(Result.TIMED_OUT, made, what + scope.limit().usedUp(), Map.of()));
        }
        return scope.stops().requested()
                ? Optional.of(new TaskEnd(Result.CANCELLED, made, what + "stopped before", Map.of()))
                : Optional.empty();
    }

    private static Limit one(Task task, Limit limit) {
        return task.attempt()
                .map(time -> limit.within(time, "the time for one attempt of '" + task.name() + "'"))
                .orElse(limit);
    }
}
