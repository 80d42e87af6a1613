package dev.runbook.dsl;

import dev.runbook.action.Quorum;
import dev.runbook.plan.Budget;
import dev.runbook.plan.Condition;
import dev.runbook.plan.Group;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Place;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Groups: the budget, the condition and the failure handler of a group of members. */
public abstract class GroupBlock extends MembersBlock {
    private Optional<Budget> budget = Optional.empty();
    private Optional<Condition> onlyIf = Optional.empty();
    private Optional<Handler> onFailure = Optional.empty();

    GroupBlock(EvaluationContext context) {
        super(context);
    }

    Optional<Quorum> quorum() {
        return Optional.empty();
    }

    Group group(Group.Kind kind, String name, Place at) {
        return new Group(kind, name, at, budget, quorum(), onlyIf, members(), onFailure);
    }

    /**
     * Sets how long the group may take. When the budget is used up, its running members are stopped and the group
     * fails.
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
     * Sets how long the group should take, and the limit at which it is stopped.
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
     * Runs the group only if every condition holds; otherwise the group is skipped.
     *
     * <pre>{@code
     * onlyIf { probe.json.replicas > 0 }
     * }</pre>
     */
    public void onlyIf(
            @DelegatesTo(value = OnlyIfBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> conditions) {
        onlyIf = Optional.of(new Conditions(context).and(conditions, nothing -> new OnlyIfBlock(context)));
    }

    /**
     * Handles the failure of the group; ends with {@code carryOn()}, {@code stop()} or {@code fallBackTo}.
     *
     * <pre>{@code
     * onFailure {
     *     step('Open the gate again') { shell './gate.sh open' }
     *     stop()
     * }
     * }</pre>
     */
    public void onFailure(
            @DelegatesTo(value = OnFailureBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        onFailure = Optional.of(OnFailureBlock.handler(context, body));
    }
}
