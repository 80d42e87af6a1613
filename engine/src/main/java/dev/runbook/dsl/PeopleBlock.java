package dev.runbook.dsl;

import dev.runbook.plan.Node;
import dev.runbook.plan.Task;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.util.Map;

/** People: members of a block that wait for an answer, for work outside the engine, or for a time. */
public abstract class PeopleBlock extends MessagesBlock {
    PeopleBlock(EvaluationContext context) {
        super(context);
    }

    abstract void add(Node member);

    /** Returns how many boxes the members so far have. */
    abstract int boxes();

    /**
     * Asks people for a yes. The run continues when every role named by {@code by} has said yes. A no ends the run as
     * aborted, after the approve's own {@code onFailure}: no other handler runs, and nothing falls back. Without an
     * answer within the budget, {@code ifSilent} decides; silence is a no by default.
     *
     * <p>People answer on the run's own terminal, with {@code runbook approve} on another one, or with a link in a
     * message.
     *
     * <pre>{@code
     * approve('Restore the database to a point in time') {
     *     by 'engineering-lead', 'operations-lead'
     *     show 'Orders since the last backup will be lost'
     *     budget 5.minutes
     * }
     * }</pre>
     */
    public Handle approve(
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = ApproveBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        String task = context.declare(name);
        add(QuestionBlock.task(Task.Kind.APPROVE, task, context, body, () -> new ApproveBlock(context, task)));
        return new Handle(context, task);
    }

    /**
     * Asks people to act outside the engine. Each line of a {@code checklist} is a box that a person ticks, each
     * {@code verify} one that the engine ticks; the manual is done when all are ticked or skipped. A person may fail a
     * box, with a reason: the manual has failed then. Boxes are numbered through the container.
     *
     * <p>A {@code param} is a value that a person types: {@code emergency['location']}.
     *
     * <pre>{@code
     * def emergency = manual('Emergency backup') {
     *     by 'technical-lead'
     *     budget 10.minutes
     *     checklist 'Create a complete backup of the current state'
     *     param 'location', 'where the backup is'
     *     checklist 'Test that the backup can be read'
     * }
     * }</pre>
     */
    public Handle manual(
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = ManualBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        String task = context.declare(name);
        int first = 1 + boxes();
        Task manual =
                QuestionBlock.task(Task.Kind.MANUAL, task, context, body, () -> new ManualBlock(context, task, first));
        add(manual);
        return Handle.ofManual(
                context, task, manual.work().act().asked().orElseThrow().inputNames());
    }

    /**
     * Waits. Anyone whom {@code by} allows may end the wait early, with a reason.
     *
     * <pre>{@code
     * pause('Let users finish their work') { lasts 30.minutes }
     * }</pre>
     */
    public Handle pause(
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = PauseBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        String task = context.declare(name);
        add(QuestionBlock.task(Task.Kind.PAUSE, task, context, body, () -> new PauseBlock(context, task)));
        return new Handle(context, task);
    }

    /**
     * Lets a person pick one of the values that an earlier step left; the chosen one is the {@code value} of its
     * handle. Without an answer within the budget it fails, or with {@code ifSilent first} takes the first.
     *
     * <pre>{@code
     * def list = step('Backups') { shell 'ls -t /var/backups' }
     * def chosen = choose('The backup to restore', in: { list.lines }) {
     *     by 'team-lead'
     *     budget 5.minutes
     *     ifSilent first
     * }
     * step('Restore') { shell "./restore.sh ${chosen.value}" }
     * }</pre>
     */
    public Handle choose(
            @NamedParams(@NamedParam(value = "in", type = Closure.class, required = true)) Map<String, Object> options,
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = ChooseBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        String task = context.declare(name);
        Closure<?> in = (Closure<?>) options.get("in");
        add(QuestionBlock.task(Task.Kind.CHOOSE, task, context, body, () -> new ChooseBlock(context, task, in)));
        return new Handle(context, task);
    }
}
