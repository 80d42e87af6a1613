package dev.runbook.dsl;

import dev.runbook.environment.Target;
import dev.runbook.trigger.Approval;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What follows when a trigger fires: the runbook that it starts or asks for, its parameters, and messages. */
public abstract class TriggerEffects extends ScriptActions {
    final String name;
    final Map<String, Object> with = new LinkedHashMap<>();
    final List<String> channels = new ArrayList<>();
    /** The id of the runbook that {@code start} or {@code ask} names. */
    Optional<String> starts = Optional.empty();

    Optional<Approval> approval = Optional.empty();

    TriggerEffects(EvaluationContext context, String name) {
        super(context);
        this.name = name;
    }

    /** Returns the parameters of the runbook that the trigger starts, as texts. */
    final Map<String, String> arguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        with.forEach((parameter, value) -> arguments.put(parameter, argument(value)));
        return arguments;
    }

    /** A value that is missing when the trigger fires does not prevent the start. */
    private static String argument(Object value) {
        try {
            return Values.shown(value);
        } catch (Unreadable missing) {
            return "not known";
        }
    }

    /**
     * Sets the parameters of the runbook that the trigger starts.
     *
     * <pre>{@code
     * with reason: 'no healthy answer for two minutes'
     * }</pre>
     */
    public void with(Map<String, Object> parameters) {
        parameters.forEach((parameter, value) -> {
            if (Values.secret(Values.partly(value))) {
                throw new Unreadable(
                        "a trigger cannot pass a secret: '" + parameter + "'",
                        "let the runbook read secret('…') itself");
            }
            with.put(parameter, value);
        });
    }

    /**
     * Starts a runbook when the trigger fires.
     *
     * <pre>{@code
     * start 'erpgo/immediate-rollback'
     * }</pre>
     */
    public void start(@Planned(Planned.Reason.RUNBOOK) String id) {
        start(Map.of(), id);
    }

    /**
     * Starts a runbook with parameters when the trigger fires.
     *
     * <pre>{@code
     * start 'erpgo/immediate-rollback', reason: "score ${total}"
     * }</pre>
     */
    public void start(Map<String, Object> parameters, @Planned(Planned.Reason.RUNBOOK) String id) {
        if (starts.isPresent()) {
            context.problem("a trigger starts one runbook; '" + name + "' starts " + starts.get() + " already");
        }
        starts = Optional.of(id);
        with(parameters);
    }

    /**
     * Asks a role of the environment before the runbook starts, when the trigger fires. The run begins with the question and waits:
     * without a yes {@code within} this time it ends as aborted, with nothing changed. The RTO clock starts with the
     * yes, unless the runbook says otherwise. People answer as for {@code approve}; {@code tell} names the channel in
     * which they hear of it.
     *
     * <p>Until the yes, the run yields its locks to any other run, and the start of a trigger that is more severe waits
     * neither for the answer nor for a {@code cooldown}. Parameters of the runbook are given with {@code with}. In a
     * runbook, without {@code toStart}, this runbook is started.
     *
     * <pre>{@code
     * ask 'technical-lead', toStart: 'erpgo/planned-rollback', within: 15.minutes
     * with reason: "score ${total}"
     * tell 'technical-lead'
     * }</pre>
     */
    public void ask(
            @NamedParams({
                        @NamedParam(value = "toStart", type = String.class),
                        @NamedParam(value = "within", type = Duration.class, required = true)
                    })
                    @Planned(value = Planned.Reason.RUNBOOK, option = "toStart")
                    Map<String, Object> options,
            @Names("role") String role) {
        context.environmentWith(Target.Kind.ROLE, role);
        if (approval.isPresent()) {
            context.problem("a trigger asks one role; '" + name + "' asks "
                    + approval.get().role() + " already");
        }
        approval =
                Optional.of(new Approval(role, Budgets.positive(context, "within", (Duration) options.get("within"))));
        Optional.ofNullable((String) options.get("toStart")).ifPresent(this::start);
    }

    /**
     * Sends a message to a channel of the environment when the trigger fires: its name, the conditions, the samples,
     * and what follows.
     *
     * <pre>{@code
     * tell 'tech-team'
     * }</pre>
     */
    public void tell(@Names("channel") String channel) {
        context.environmentWith(Target.Kind.CHANNEL, channel);
        channels.add(channel);
    }
}
