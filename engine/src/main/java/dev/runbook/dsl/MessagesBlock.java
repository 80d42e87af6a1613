package dev.runbook.dsl;

import dev.runbook.plan.Message;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.util.List;

/** Messages: how a block informs people on channels of the environment. */
public abstract class MessagesBlock extends ValuesBlock {
    MessagesBlock(EvaluationContext context) {
        super(context);
    }

    abstract void addMessage(Message message);

    /**
     * Sends a message to a channel of the environment: at this point of the runbook, or, at the top of a runbook and
     * among stakeholders, at events of the run or at an interval. A message never fails or delays a run. The messages of
     * one channel arrive in the order they were sent.
     *
     * <pre>{@code
     * notify('incident-commander') { text 'Blue did not come up: restoring the database.' }
     * }</pre>
     */
    public void notify(
            @Names("channel") String channel,
            @DelegatesTo(value = NotifyBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        notifyAll(List.of(channel), body);
    }

    /**
     * Sends a message to two channels.
     *
     * <pre>{@code
     * notify('tech-team', 'management') { text 'Blue did not come up: restoring the database.' }
     * }</pre>
     */
    public void notify(
            @Names("channel") String channel,
            @Names("channel") String second,
            @DelegatesTo(value = NotifyBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        notifyAll(List.of(channel, second), body);
    }

    /**
     * Sends a message to three channels.
     *
     * <pre>{@code
     * notify('tech-team', 'management', 'status-page') { text 'ERPGo answers again.' }
     * }</pre>
     */
    public void notify(
            @Names("channel") String channel,
            @Names("channel") String second,
            @Names("channel") String third,
            @DelegatesTo(value = NotifyBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        notifyAll(List.of(channel, second, third), body);
    }

    /**
     * Sends a message to four channels.
     *
     * <pre>{@code
     * notify('tech-team', 'management', 'status-page', 'on-call') { text 'ERPGo answers again.' }
     * }</pre>
     */
    public void notify(
            @Names("channel") String channel,
            @Names("channel") String second,
            @Names("channel") String third,
            @Names("channel") String fourth,
            @DelegatesTo(value = NotifyBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        notifyAll(List.of(channel, second, third, fourth), body);
    }

    private void notifyAll(List<String> channels, Closure<?> body) {
        channels.forEach(channel -> addMessage(NotifyBlock.message(context, channel, body)));
    }
}
