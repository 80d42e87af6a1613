package dev.runbook.dsl;

import dev.runbook.environment.Target;
import dev.runbook.plan.Budget;
import dev.runbook.plan.Condition;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Place;
import dev.runbook.plan.Question;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import dev.runbook.value.Template;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Questions to people: who may answer, how long they have, and what they read. */
public abstract class QuestionBlock extends ValuesBlock {
    private final String name;
    private final List<String> roles = new ArrayList<>();
    private final List<Template> text = new ArrayList<>();
    private Optional<Budget> budget = Optional.empty();
    private Optional<Condition> onlyIf = Optional.empty();
    private Optional<Handler> onFailure = Optional.empty();

    QuestionBlock(EvaluationContext context, String name) {
        super(context);
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Evaluates a block for the plan, and keeps the function that evaluates it again in a run. */
    static Task task(
            Task.Kind kind, String name, EvaluationContext context, Closure<?> body, Supplier<QuestionBlock> words) {
        Place at = context.here();
        QuestionBlock block = words.get();
        int before = context.problems().size();
        context.outline(body, block);
        if (!context.planned() && context.problems().size() == before) {
            block.check();
        }
        Task.Body again = () -> {
            QuestionBlock fresh = words.get();
            context.valueAgain(at, body, fresh);
            return context.again(at, fresh::work);
        };
        Work planned = ValueVisibility.NOTHING.during(block::work);
        return new Task(
                kind,
                name,
                at,
                block.granted(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                planned,
                again);
    }

    /** Reports what the block lacks. */
    void check() {}

    abstract Question question();

    Optional<Budget> granted() {
        return budget;
    }

    List<Task> verifies() {
        return List.of();
    }

    Optional<Handler> failure() {
        return onFailure;
    }

    List<String> roles() {
        return roles;
    }

    List<Template> text() {
        return text;
    }

    void say(Object message) {
        text.add(Values.option(message));
    }

    private Work work() {
        return new Work(
                new Work.Ask(question()),
                Optional.empty(),
                onlyIf,
                Optional.empty(),
                verifies(),
                onFailure,
                Optional.empty(),
                false);
    }

    void mistake(String message, String cure) {
        context.problemWith(NamePosition.NAME, name, message, cure);
    }

    /**
     * Names the role that answers. The environment's {@code people} list who has a role; an answer of anyone else is
     * refused. Without this word anyone who may reach the run may answer.
     *
     * <pre>{@code
     * by 'operations-manager'
     * }</pre>
     */
    public void by(@Names("role") String role) {
        if (!context.planned()) {
            context.environmentWith(Target.Kind.ROLE, role);
        }
        if (roles.contains(role)) {
            context.problem("the role '" + role + "' is named twice");
        }
        roles.add(role);
    }

    /**
     * Names two roles: an approval needs one yes from each, anything else can be done by either.
     *
     * <pre>{@code
     * by 'engineering-lead', 'operations-lead'
     * }</pre>
     */
    public void by(@Names("role") String role, @Names("role") String second) {
        by(role);
        by(second);
    }

    /**
     * Names three roles.
     *
     * <pre>{@code
     * by 'engineering-lead', 'operations-lead', 'security-lead'
     * }</pre>
     */
    public void by(@Names("role") String role, @Names("role") String second, @Names("role") String third) {
        by(role, second);
        by(third);
    }

    /**
     * Sets how long people have to answer. It counts in the sums of budgets like the time of any step.
     *
     * <pre>{@code
     * budget 5.minutes
     * }</pre>
     */
    @SetOnce
    public void budget(Duration time) {
        budget = Optional.of(Budgets.budget(context, time, Map.of()));
    }

    /**
     * Sets how long people should need, and when they are no longer waited for; an overrun between the two is reported.
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
     * Asks only if every condition holds; otherwise nobody is asked and the run continues.
     *
     * <pre>{@code
     * onlyIf { probe.json.orders > 0 }
     * }</pre>
     */
    public void onlyIf(
            @DelegatesTo(value = OnlyIfBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> conditions) {
        onlyIf = Optional.of(new Conditions(context).and(conditions, nothing -> new OnlyIfBlock(context)));
    }

    /**
     * Runs steps if people did not do what was asked. The handler of an {@code approve} runs after a no, and the run
     * then ends as aborted: it takes neither {@code carryOn()} nor {@code fallBackTo}.
     *
     * <pre>{@code
     * onFailure {
     *     step('Leave maintenance mode') { shell './maintenance.sh off' }
     * }
     * }</pre>
     */
    public void onFailure(
            @DelegatesTo(value = OnFailureBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        onFailure = Optional.of(OnFailureBlock.handler(context, body));
    }
}
