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

/** Limits, retries, conditions: how long a task may take, how often it is tried, and when it counts as ok. */
public abstract class TaskBlock extends ScriptActions {
    private Optional<Budget> budget = Optional.empty();
    private Optional<Retry> retry = Optional.empty();
    private Optional<Duration> attempt = Optional.empty();
    private Optional<Condition> onlyIf = Optional.empty();
    private Optional<Handler> onFailure = Optional.empty();
    private final String name;
    private Conditions expect;

    /** @param name of the task; its results are read by this name */
    TaskBlock(EvaluationContext context, String name) {
        super(context);
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Evaluates a block for the plan, and keeps the function that evaluates it again in a run. */
    static Task task(
            Task.Kind kind, String name, EvaluationContext context, Closure<?> body, Supplier<TaskBlock> words) {
        Place at = context.here();
        TaskBlock block = words.get();
        int before = context.problems().size();
        context.outline(body, block);
        if (!context.planned() && context.problems().size() == before) {
            block.check(kind, name);
        }
        Task.Body again = () -> {
            TaskBlock fresh = words.get();
            context.valueAgain(at, body, fresh);
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
            context.problemWith(
                    NamePosition.NAME, name, kind.word() + " '" + name + "' has no action", oneOfTheActions());
        } else {
            act().get().followed().ifPresent(other -> checkFollowing(name, other.plan()));
        }
    }

    /** Rejects words that do not apply to a followed runbook, which has its own attempts, results and resume. */
    private void checkFollowing(String name, Plan other) {
        meansNothing(retry.isPresent(), "retry", name, "the steps of that runbook have their own retries");
        meansNothing(attempt.isPresent(), "attempt", name, "use 'budget' to limit the whole runbook");
        meansNothing(expect != null, "expect", name, "write the conditions in a verify of the step: verify('…') { … }");
        meansNothing(probe().isPresent(), "alreadyDone", name, "a resume continues inside that runbook, step by step");
        meansNothing(isIdempotent(), "idempotent", name, "a resume continues inside that runbook, step by step");
        verifies().stream()
                .map(Task::name)
                .filter(verify -> other.everyNode().anyMatch(node -> node.name().equals(verify)))
                .forEach(verify -> context.problemWith(
                        NamePosition.NAME,
                        verify,
                        "'" + verify + "' is already the name of something in " + other.id() + " already",
                        "history, forecast and links use the name: give each its own"));
    }

    private void meansNothing(boolean said, String word, String name, String cure) {
        if (said) {
            context.problemWith(
                    NamePosition.NAME, name, "'" + word + "' has no effect in a step that follows a runbook", cure);
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

    /** For an undo: whether it also runs for a failed step. */
    boolean undoesFailed() {
        return false;
    }

    /**
     * Sets how long the task may take: all attempts, the waits between them, and its verifies. When the budget is used
     * up, the task is stopped and fails.
     *
     * <pre>{@code
     * budget 2.minutes
     * }</pre>
     */
    @SetOnce
    public void budget(Duration time) {
        budget = Optional.of(Budgets.budget(context, time, Map.of()));
    }

    /**
     * Sets the expected time, and the limit at which the task is stopped; an overrun between the two is reported.
     *
     * <pre>{@code
     * budget 45.minutes, limit: 60.minutes
     * }</pre>
     */
    @SetOnce
    public void budget(
            @NamedParams(@NamedParam(value = "limit", type = Duration.class, required = true))
                    Map<String, Object> options,
            Duration time) {
        budget = Optional.of(Budgets.budget(context, time, options));
    }

    /**
     * Sets how many further attempts may follow a failed one, within the budget.
     *
     * <pre>{@code
     * retry 3
     * }</pre>
     */
    @SetOnce
    public void retry(int times) {
        retry(Map.of(), times);
    }

    /**
     * Sets the number of further attempts and the wait before each; {@code backoff: 2} doubles the wait every time.
     *
     * <pre>{@code
     * retry 3, every: 5.seconds, backoff: 2
     * }</pre>
     */
    @SetOnce
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
            context.problem("retry takes 1 or more further attempts, not " + times);
        }
        if (backoff < 1) {
            context.problem("backoff takes 1 or more: by how much each wait grows, not " + backoff);
        }
        retry = Optional.of(new Retry(times, every, backoff));
    }

    /**
     * Sets how long one attempt may take.
     *
     * <pre>{@code
     * attempt 20.seconds
     * }</pre>
     */
    @SetOnce
    public void attempt(Duration time) {
        attempt = Optional.of(Budgets.positive(context, "attempt", time));
    }

    /**
     * Runs the task only if every condition holds; otherwise the task is skipped. The conditions are evaluated before
     * anything else in the task, so they also guard it against missing values: {@code ok} of a step that failed, was
     * skipped or was not reached is false. The task fails if a condition cannot be evaluated.
     *
     * <pre>{@code
     * onlyIf { probe.ok && probe.json.replicas > 0 }
     * }</pre>
     */
    public void onlyIf(
            @DelegatesTo(value = OnlyIfBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> conditions) {
        onlyIf = Optional.of(new Conditions(context).and(conditions, nothing -> new OnlyIfBlock(context)));
    }

    /**
     * Sets the conditions that must hold after the action, one per line. All conditions that do not hold are shown,
     * with the values of their parts. A condition is true or false: compare a text, a number or a list with something.
     *
     * <p>These conditions replace the check of the exit code or status: an exit code 1 or a status 503 that none of
     * them tests does not fail the step. Add the condition {@code ok} if the action itself must succeed too;
     * {@code check} warns if no condition reads {@code ok}, {@code exitCode} or {@code status}.
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
        expect = (expect == null ? new Conditions(context) : expect)
                .and(conditions, values -> new ExpectBlock(context, values));
    }

    /**
     * Handles the failure of the task, with its results in scope; ends with {@code carryOn()}, {@code stop()} or
     * {@code fallBackTo}.
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
        TaskFailureBlock block = new TaskFailureBlock(context, new Handle(context, name));
        onFailure = Optional.of(OnFailureBlock.handler(context, body, block));
    }
}
