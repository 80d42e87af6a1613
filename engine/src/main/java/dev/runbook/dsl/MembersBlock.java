package dev.runbook.dsl;

import dev.runbook.plan.Group;
import dev.runbook.plan.Message;
import dev.runbook.plan.Node;
import dev.runbook.plan.Place;
import dev.runbook.plan.Task;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.util.ArrayList;
import java.util.List;

/** The words of every block that holds steps: what can happen, one after the other or at once. */
public abstract class MembersBlock extends ValuesBlock {
    private final List<Node> members = new ArrayList<>();

    MembersBlock(Reading reading) {
        super(reading);
    }

    List<Node> members() {
        return members;
    }

    void add(Node member) {
        members.add(member);
    }

    /**
     * One action that changes something. Its name is unique in the runbook; what it leaves is read through its handle.
     *
     * <pre>{@code
     * step('Switch traffic to blue') {
     *     budget 60.seconds
     *     idempotent()
     *     shell './switch.sh blue'
     * }
     * }</pre>
     */
    public Handle step(
            @Names(Written.NAME) CharSequence name,
            @DelegatesTo(value = StepBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        String task = reading.declare(name);
        add(TaskBlock.task(Task.Kind.STEP, task, reading, body, () -> new StepBlock(reading)));
        return new Handle(reading, task);
    }

    /**
     * One action that only looks, with what must hold. With {@code every} it is asked again until it holds.
     *
     * <pre>{@code
     * verify('Blue answers') {
     *     budget 90.seconds
     *     every 5.seconds
     *     http { get "${service('api')}/health" }
     *     expect { status == 200 }
     * }
     * }</pre>
     */
    public Handle verify(
            @Names(Written.NAME) CharSequence name,
            @DelegatesTo(value = VerifyBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        String task = reading.declare(name);
        add(TaskBlock.task(Task.Kind.VERIFY, task, reading, body, () -> new VerifyBlock(reading)));
        return new Handle(reading, task);
    }

    /**
     * A named group of steps in order, with a budget of its own.
     *
     * <pre>{@code
     * phase('Restore') {
     *     budget 10.minutes
     *     step('Stop the database') { shell 'pg_ctl stop' }
     *     step('Start the database') { shell 'pg_ctl start' }
     * }
     * }</pre>
     */
    public void phase(
            @Names(Written.NAME) CharSequence name,
            @DelegatesTo(value = PhaseBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        group(Group.Kind.PHASE, name, body, new PhaseBlock(reading));
    }

    /**
     * Members that run at once and never cancel each other. All must be ok, or as many as {@code atLeast} says.
     *
     * <pre>{@code
     * parallel('System checks') {
     *     budget 2.minutes
     *     atLeast 95.percent
     *     for (check in ['orders', 'stock']) {
     *         verify("$check is healthy") { http { get "${service('api')}/health/$check" } }
     *     }
     * }
     * }</pre>
     */
    public void parallel(
            @Names(Written.NAME) CharSequence name,
            @DelegatesTo(value = ParallelBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        group(Group.Kind.PARALLEL, name, body, new ParallelBlock(reading));
    }

    private void group(Group.Kind kind, CharSequence name, Closure<?> body, GroupBlock block) {
        String title = reading.declare(name);
        Place at = reading.here();
        reading.evaluateOrReport(body, block);
        if (block.members().isEmpty()) {
            reading.problemWith(Written.NAME, title, kind.word() + " '" + title + "' holds nothing");
        }
        add(block.group(kind, title, at));
    }

    /**
     * Tells a channel of the environment something, where it stands. It never fails or delays a run.
     *
     * <pre>{@code
     * notify('incident-commander') { text 'Blue did not come up: restoring the database.' }
     * }</pre>
     */
    public void notify(
            @Names("channel") String channel,
            @DelegatesTo(value = NotifyBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        Message message = NotifyBlock.message(reading, channel, body);
        if (message.standing()) {
            reading.problem(
                    "only a notify at the top of the runbook waits for events",
                    "without on, after and every it is sent where it stands");
        }
        add(message);
    }
}
