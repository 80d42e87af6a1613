package dev.runbook.dsl;

import dev.runbook.plan.Message;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code stakeholders(id) { }}: who is informed of a run, when and how. Runbooks use the file with {@code stakeholders
 * 'id'}. Its templates are in the {@code templates} folder beside it.
 */
public final class StakeholdersBlock extends MessagesBlock {
    private final List<Message> messages = new ArrayList<>();
    private final UsedStakeholders used;

    StakeholdersBlock(EvaluationContext context) {
        super(context);
        this.used = new UsedStakeholders(context);
    }

    List<Message> messages() {
        return Stream.concat(messages.stream(), used.messages()).toList();
    }

    UsedStakeholders used() {
        return used;
    }

    /**
     * Declares a parameter that the messages read: every runbook that uses them declares one of the same name.
     *
     * <pre>{@code
     * param 'reason', 'why the runbook was started'
     * }</pre>
     */
    public void param(String name, String help) {
        param(Map.of(), name, help);
    }

    /**
     * Declares a parameter that a runbook may lack, or that is not a text. A message says "not known" for a value that
     * is missing.
     *
     * <pre>{@code
     * param 'users', 'how many users are affected', type: Integer, optional: true
     * }</pre>
     */
    public void param(
            @NamedParams({
                        @NamedParam(value = "optional", type = Boolean.class),
                        @NamedParam(value = "type", type = Class.class)
                    })
                    Map<String, Object> options,
            String name,
            String help) {
        Map<String, Object> known = new HashMap<>(options);
        boolean required = !Boolean.TRUE.equals(options.get("optional"));
        if (required
                && context.request().complete()
                && !context.request().offered().containsKey(name)) {
            context.problem(
                    "the runbook gives no value for the parameter '" + name + "' of these messages",
                    "declare param '" + name + "' in the runbook, or write optional: true here");
            known.put("optional", true);
        }
        Declaration.of(context, name, help, known);
    }

    /**
     * Uses the messages of another file of stakeholders too.
     *
     * <pre>{@code
     * stakeholders 'company/executives'
     * }</pre>
     */
    public void stakeholders(@Names(UsedStakeholders.NAMES) String id) {
        used.add(id);
    }

    @Override
    void addMessage(Message message) {
        if (!message.onEvent()) {
            context.problemWith(
                    "channel",
                    message.channel(),
                    "notify '" + message.channel() + "' does not say when it is sent",
                    "add on started, after 15.minutes or every 15.minutes; a message at a position among steps is "
                            + "written in the runbook");
        }
        messages.add(message);
    }
}
