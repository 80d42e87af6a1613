package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.journal.Event;
import dev.runbook.plan.Message;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import dev.runbook.value.Result;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Runs a step or a verify: reads its body, makes its attempts, asks its verifies, and on failure its handler. */
final class TaskRun {
    private final RunContext run;
    private final Walk walk;
    private final HandlerRun handlers;
    private final AttemptRun attempts;

    TaskRun(RunContext run, Walk walk, HandlerRun handlers) {
        this.run = run;
        this.walk = walk;
        this.handlers = handlers;
        this.attempts = new AttemptRun(run);
    }

    Ended run(Task task, Scope scope) {
        String path = scope.path(task.name());
        Work work;
        try {
            work = task.body().read();
        } catch (AuthorException refused) {
            start(task, task.work(), path);
            TaskEnd end = new TaskEnd(Result.FAILED, 0, run.mask(refused.getMessage()), Map.of());
            return finish(task, task.work(), path, end, scope);
        }
        if (walk.skipped(work.onlyIf(), path).isPresent()) {
            scope.known().left(task.name(), Result.SKIPPED, Map.of());
            return Ended.WENT_ON;
        }
        start(task, work, path);
        Limit limit = scope.limit().within(task.budget(), task.name());
        Spent spent = new Spent(run.clock());
        TaskEnd end = limit.passed() ? tooLate(limit) : act(task, work, scope.within(limit), path, spent);
        told(task, path, spent);
        return finish(task, work, path, end, scope);
    }

    private void start(Task task, Work work, String path) {
        run.record(new Event.StepStarted(
                path,
                task.kind().word(),
                Shown.word(work.act()),
                run.mask(Shown.command(work.act())),
                task.budget().map(budget -> budget.time().toMillis()).orElse(-1L)));
    }

    private static TaskEnd tooLate(Limit limit) {
        return new TaskEnd(Result.TIMED_OUT, 0, "not begun: " + limit.usedUp(), Map.of());
    }

    private TaskEnd act(Task task, Work work, Scope scope, String path, Spent spent) {
        if (work.act() instanceof Work.Follow follow) {
            return follow(follow, scope.under(path));
        }
        Work.Perform perform = (Work.Perform) work.act();
        TaskEnd acted = repeat(task, work, perform, scope, path, spent);
        if (acted.result() == Result.OK && task.kind() == Task.Kind.RECOVERY_POINT) {
            return run.progress()
                    .recoveryPoint(path, acted.values())
                    .map(why -> new TaskEnd(Result.FAILED, acted.attempts(), run.mask(why), acted.values()))
                    .orElse(acted);
        }
        return acted.result() == Result.OK ? verified(work, scope.under(path), acted) : acted;
    }

    private TaskEnd repeat(Task task, Work work, Work.Perform perform, Scope scope, String path, Spent spent) {
        Limit limit = scope.limit();
        Again again = Polling.asked(task) ? new Polling(task, limit, run.clock()) : new Retrying(task, limit);
        for (int number = 1; ; number++) {
            Limit attempt = task.attempt()
                    .map(time -> limit.within(time, "the time for one attempt of '" + task.name() + "'"))
                    .orElse(limit);
            spent.acting();
            AttemptEnd end = attempts.perform(path, number, perform.action(), work.expect(), attempt, scope.stops());
            spent.waiting();
            Again.Decision decision = again.after(end, number);
            if (decision instanceof Again.Over over) {
                return new TaskEnd(
                        over.end().result(),
                        number,
                        over.end().cause(),
                        over.end().values());
            }
            Again.Wait wait = (Again.Wait) decision;
            run.record(new Event.Waiting(path, wait.why(), wait.time().toMillis()));
            if (!scope.stops().pause(run.clock(), wait.time())) {
                return new TaskEnd(Result.CANCELLED, number, "stopped while it waited " + wait.why(), end.values());
            }
        }
    }

    private TaskEnd verified(Work work, Scope scope, TaskEnd acted) {
        Ended ended = walk.sequence(work.verifies(), scope);
        if (ended instanceof Ended.Failed failed) {
            return new TaskEnd(failed.result(), acted.attempts(), failed.told(), acted.values());
        }
        if (ended instanceof Ended.WentOn) {
            return acted;
        }
        return new TaskEnd(Result.CANCELLED, acted.attempts(), "stopped", acted.values());
    }

    private TaskEnd follow(Work.Follow follow, Scope scope) {
        RunbookEnd end = new RunbookRun(run, walk).follow(follow.runbook(), scope, false);
        return new TaskEnd(
                switch (end.status()) {
                    case SUCCEEDED -> Result.OK;
                    case ABORTED -> Result.CANCELLED;
                    default -> scope.limit().passed() ? Result.TIMED_OUT : Result.FAILED;
                },
                1,
                end.cause(),
                Map.of());
    }

    private void told(Task task, String path, Spent spent) {
        Optional<Duration> granted = task.budget().map(budget -> budget.time());
        Duration took = spent.total();
        if (granted.isPresent() && took.compareTo(granted.get()) >= 0) {
            run.record(new Event.Overrun(path, granted.get().toMillis(), took.toMillis(), spent.blame()));
            run.notices().tell(Message.When.OVERRUN);
        }
    }

    private Ended finish(Task task, Work work, String path, TaskEnd end, Scope scope) {
        run.record(new Event.StepFinished(path, end.result().word(), end.attempts(), end.cause()));
        scope.known().left(task.name(), end.result(), end.values());
        if (end.result() == Result.OK) {
            return Ended.WENT_ON;
        }
        if (end.result() == Result.CANCELLED || scope.stops().requested()) {
            return new Ended.Aborted("'" + path + "' was stopped");
        }
        Ended.Failed failed = new Ended.Failed(path, end.result(), end.cause());
        return work.onFailure()
                .map(handler -> handlers.run(handler, path, failed, scope))
                .orElse(failed);
    }
}
