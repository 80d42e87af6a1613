package dev.runbook.dsl;

import dev.runbook.plan.Budget;
import dev.runbook.plan.Condition;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Place;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Retry;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The words a step and a verify have in common: time, retries, conditions, what to do about a failure. */
public abstract class TaskBlock extends ActionBlock {
    private Optional<Budget> budget = Optional.empty();
    private Optional<Retry> retry = Optional.empty();
    private Optional<Duration> attempt = Optional.empty();
    private Optional<Condition> onlyIf = Optional.empty();
    private Optional<Handler> onFailure = Optional.empty();
    private final String name;
    private Conditions expect;

    /** @param name of the task, by which what it leaves is read */
    TaskBlock(EvaluationContext reading, String name) {
        super(reading);
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Reads a block for the plan, and keeps the way to read it again in a run. */
    static Task task(
            Task.Kind kind, String name, EvaluationContext reading, Closure<?> body, Supplier<TaskBlock> words) {
        Place at = reading.here();
        TaskBlock block = words.get();
        int before = reading.problems().size();
        reading.outline(body, block);
        if (!reading.planned() && reading.problems().size() == before) {
            block.check(kind, name);
        }
        Task.Body again = () -> {
            TaskBlock fresh = words.get();
            reading.readAgain(at, body, fresh);
            return fresh.work();
        };
        return block.task(kind, name, at, again);
    }

    private Task task(Task.Kind kind, String name, Place at, Task.Body again) {
        return new Task(
                kind,
                name,
                at,
                budget,
                retry,
                attempt,
                period(),
                steadyFor(),
                isIdempotent(),
                endsWrites(),
                work(),
                again);
    }

    private void check(Task.Kind kind, String name) {
        if (act().isEmpty()) {
            reading.problemWith(
                    NamePosition.NAME, name, kind.word() + " '" + name + "' has no action", oneOfTheActions());
        } else if (act().get() instanceof Work.Follow follow) {
            checkFollowing(name, follow.runbook().plan());
        }
    }

    /** A runbook that is followed has attempts, answers and resumes of its own: what says something of those says nothing here. */
    private void checkFollowing(String name, Plan other) {
        meansNothing(retry.isPresent(), "retry", name, "the steps of that runbook have retries of their own");
        meansNothing(attempt.isPresent(), "attempt", name, "'budget' bounds all of it");
        meansNothing(expect != null, "expect", name, "say it in a verify of the step: verify('…') { … }");
        meansNothing(probe().isPresent(), "alreadyDone", name, "a resume continues inside that runbook, step by step");
        meansNothing(isIdempotent(), "idempotent", name, "a resume continues inside that runbook, step by step");
        verifies().stream()
                .map(Task::name)
                .filter(verify -> other.everyNode().anyMatch(node -> node.name().equals(verify)))
                .forEach(verify -> reading.problemWith(
                        NamePosition.NAME,
                        verify,
                        "'" + verify + "' is the name of something in " + other.id() + " already",
                        "history, forecast and links go by the name: say how the two differ"));
    }

    private void meansNothing(boolean said, String word, String name, String cure) {
        if (said) {
            reading.problemWith(
                    NamePosition.NAME, name, "'" + word + "' means nothing in a step that follows a runbook", cure);
        }
    }

    Optional<Work.Act> act() {
        return perform().map(Work.Act.class::cast);
    }

    Work work() {
        return new Work(
                act().orElse(null),
                Optional.ofNullable(expect),
                onlyIf,
                probe(),
                verifies(),
                onFailure,
                undo(),
                undoesFailed());
    }

    Optional<Duration> period() {
        return Optional.empty();
    }

    Optional<Duration> steadyFor() {
        return Optional.empty();
    }

    boolean isIdempotent() {
        return false;
    }

    boolean endsWrites() {
        return false;
    }

    Optional<Work.Probe> probe() {
        return Optional.empty();
    }

    List<Task> verifies() {
        return List.of();
    }

    Optional<Task> undo() {
        return Optional.empty();
    }

    /** Of an undo: whether it is run for a step that failed, too. */
    boolean undoesFailed() {
        return false;
    }

    /**
     * All the time it may take: attempts, the waits between them, its verifies. Used up means stopped and failed.
     *
     * <pre>{@code
     * budget 2.minutes
     * }</pre>
     */
    public void budget(Duration time) {
        budget = Optional.of(Budgets.budget(reading, time, Map.of()));
    }

    /**
     * The time it should take, and the limit at which it is stopped; between the two an overrun is reported.
     *
     * <pre>{@code
     * budget 45.minutes, limit: 60.minutes
     * }</pre>
     */
    public void budget(
            @NamedParams(@NamedParam(value = "limit", type = Duration.class, required = true))
                    Map<String, Object> options,
            Duration time) {
        budget = Optional.of(Budgets.budget(reading, time, options));
    }

    /**
     * Further attempts inside the budget when one fails.
     *
     * <pre>{@code
     * retry 3
     * }</pre>
     */
    public void retry(int times) {
        retry(Map.of(), times);
    }

    /**
     * Further attempts, with the wait before each; {@code backoff: 2} doubles it every time.
     *
     * <pre>{@code
     * retry 3, every: 5.seconds, backoff: 2
     * }</pre>
     */
    public void retry(
            @NamedParams({
                        @NamedParam(value = "every", type = Duration.class),
                        @NamedParam(value = "backoff", type = Number.class)
                    })
                    Map<String, Object> options,
            int times) {
        Duration every = (Duration) options.getOrDefault("every", Duration.ZERO);
        double backoff = ((Number) options.getOrDefault("backoff", 1)).doubleValue();
        if (times < 1) {
            reading.problem("retry takes 1 or more further attempts, not " + times);
        }
        if (backoff < 1) {
            reading.problem("backoff takes 1 or more: by how much each wait grows, not " + backoff);
        }
        retry = Optional.of(new Retry(times, every, backoff));
    }

    /**
     * How long one attempt may take.
     *
     * <pre>{@code
     * attempt 20.seconds
     * }</pre>
     */
    public void attempt(Duration time) {
        attempt = Optional.of(Budgets.positive(reading, "attempt", time));
    }

    /**
     * Runs it only if every condition holds; otherwise it is skipped. The conditions are judged before anything else of it
     * is read, so they also guard it against missing values: {@code ok} of a step that failed, was skipped or was not reached is
     * false. It fails when a condition cannot be decided.
     *
     * <pre>{@code
     * onlyIf { probe.ok && probe.json.replicas > 0 }
     * }</pre>
     */
    public void onlyIf(
            @DelegatesTo(value = OnlyIfBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> conditions) {
        onlyIf = Optional.of(new Conditions(reading).and(conditions, nothing -> new OnlyIfBlock(reading)));
    }

    /**
     * What must hold after the action, a condition a line. All that do not hold are shown, with what their parts were. A
     * condition is true or false: a text, a number or a list is compared.
     *
     * <p>These conditions decide in place of the exit code or the status: an exit code 1 or a status 503 that none of them
     * asks about does not fail the step. Add the condition {@code ok} where the action itself has to succeed too.
     *
     * <pre>{@code
     * expect {
     *     status == 200
     *     json.status == 'healthy'
     * }
     * }</pre>
     */
    public void expect(
            @DelegatesTo(value = ExpectBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> conditions) {
        expect = (expect == null ? new Conditions(reading) : expect)
                .and(conditions, values -> new ExpectBlock(reading, values));
    }

    /**
     * What is done when it has failed, with what it left in scope; ends in {@code carryOn()}, {@code stop()} or {@code
     * fallBackTo}.
     *
     * <pre>{@code
     * onFailure {
     *     notify('tech-team') { text "exit code ${exitCode}: ${stderr}" }
     *     carryOn()
     * }
     * }</pre>
     */
    public void onFailure(
            @DelegatesTo(value = TaskFailureBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        TaskFailureBlock block = new TaskFailureBlock(reading, new Handle(reading, name));
        onFailure = Optional.of(OnFailureBlock.handler(reading, body, block));
    }
}
