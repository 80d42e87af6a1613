package dev.runbook.dsl;

import dev.runbook.plan.Group;
import dev.runbook.plan.Message;
import dev.runbook.plan.Node;
import dev.runbook.plan.Place;
import dev.runbook.plan.Task;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import groovy.transform.stc.ClosureParams;
import groovy.transform.stc.FromString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Steps and containers: the members of a block. They run in order, or at once in a {@code parallel}. */
public abstract class MembersBlock extends ValuesBlock {
    private final List<Node> members = new ArrayList<>();

    MembersBlock(EvaluationContext context) {
        super(context);
    }

    List<Node> members() {
        return members;
    }

    void add(Node member) {
        members.add(member);
    }

    /**
     * Runs one action that changes something. The name is unique in the runbook; later steps read the results through
     * the step's handle.
     *
     * <p>A handle, {@code def backup = step('…') { }}, has the values that {@code expect} has after that action:
     * {@code backup.stdout}, {@code backup.json}. A text has {@code contains(…)}, {@code startsWith(…)},
     * {@code endsWith(…)}, {@code matches(…)} and {@code size()}; {@code trim()}, {@code toLowerCase()},
     * {@code toUpperCase()}, {@code replace(…)}, {@code readLines()} and {@code toInteger()} return a new value.
     *
     * <pre>{@code
     * step('Switch traffic to blue') {
     *     budget 60.seconds
     *     idempotent()
     *     shell './switch.sh blue'
     * }
     * }</pre>
     *
     * A handle declared inside a container ({@code phase}, {@code parallel}, {@code if}, {@code onFailure}, a step's
     * own {@code verify}) can also be read after it. After a loop ({@code for}, {@code forEach}) the handle is the list
     * of the results of all iterations: {@code checks*.stdout} is the value of each iteration, {@code checks[0].stdout}
     * that of the first; {@code every { }}, {@code any { }} and {@code size()} work on the list.
     *
     * <pre>{@code
     * parallel('Checks') {
     *     for (name in ['orders', 'stock']) {
     *         def checks = verify("$name answers") { shell "./ask.sh $name" }
     *     }
     * }
     * step('Report') {
     *     onlyIf { checks.every { it.ok } }
     *     shell "./report.sh ${json(answers: checks*.stdout)}"
     * }
     * }</pre>
     */
    public Handle step(
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = StepBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        String task = context.declare(name);
        add(TaskBlock.task(Task.Kind.STEP, task, context, body, () -> new StepBlock(context, task)));
        return new Handle(context, task);
    }

    /**
     * Runs one action that only looks, and checks its conditions. With {@code every} the action is repeated until they
     * hold.
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
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = VerifyBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        String task = context.declare(name);
        add(TaskBlock.task(Task.Kind.VERIFY, task, context, body, () -> new VerifyBlock(context, task)));
        return new Handle(context, task);
    }

    /**
     * Groups steps that run in order, under a name and with a budget.
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
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = PhaseBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        group(Group.Kind.PHASE, name, body, new PhaseBlock(context));
    }

    /**
     * Runs members at once; they never cancel each other. All must be ok, or as many as {@code atLeast} requires.
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
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = ParallelBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        group(Group.Kind.PARALLEL, name, body, new ParallelBlock(context));
    }

    /**
     * Runs its members once per element of a list that an earlier step returned and that is known only in a run.
     * Iterations run in order, up to the first that fails; with {@code atOnce} several run at once.
     *
     * <pre>{@code
     * def tables = step('Tables') { sql 'select name from tables', on: 'orders' }
     * forEach('Dump each table', in: { tables.rows*.name }) { table ->
     *     budget 10.minutes
     *     step('Dump') { shell "pg_dump -t ${table} -f ${table}.sql" }
     * }
     * }</pre>
     */
    public void forEach(
            @NamedParams(@NamedParam(value = "in", type = Closure.class, required = true)) Map<String, Object> options,
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = ForEachBlock.class, strategy = Closure.DELEGATE_ONLY)
                    @ClosureParams(value = FromString.class, options = "dev.runbook.dsl.Json")
                    Closure<?> body) {
        String title = context.declare(name);
        add(ForEachBlock.forEach(context, title, (Closure<?>) options.get("in"), body));
    }

    /**
     * Starts an action that runs beside the following members (a load, a log tail) and is stopped at the end of the
     * container. If it ends earlier, the container fails.
     *
     * <pre>{@code
     * background('Watch the log') { shell 'tail -F /var/log/erp.log' }
     * }</pre>
     */
    public void background(
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = BackgroundBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        add(BackgroundBlock.background(context, context.declare(name), body));
    }

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
        int first = 1 + members.stream().mapToInt(MembersBlock::boxes).sum();
        Task manual =
                QuestionBlock.task(Task.Kind.MANUAL, task, context, body, () -> new ManualBlock(context, task, first));
        add(manual);
        return Handle.ofManual(
                context, task, manual.work().act().asked().orElseThrow().inputNames());
    }

    private static int boxes(Node member) {
        return member instanceof Task task
                ? task.work().act().asked().map(asked -> asked.boxes().size()).orElse(0)
                : 0;
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

    private void group(Group.Kind kind, CharSequence name, Closure<?> body, GroupBlock block) {
        String title = context.declare(name);
        Place at = context.here();
        context.evaluateOrReport(body, block);
        if (block.members().isEmpty()) {
            context.problemWith(NamePosition.NAME, title, kind.word() + " '" + title + "' has no members");
        }
        add(block.group(kind, title, at));
    }

    /**
     * Sends a message to a channel of the environment at this point of the runbook. A message never fails or delays a
     * run. The messages of one channel arrive in the order they were sent.
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

    /** Adds a message at its place; overridden where messages may wait for events. */
    void addMessage(Message message) {
        if (message.onEvent()) {
            context.problem(
                    "only a notify at the top of the runbook waits for events",
                    "without on, after and every it is sent at its position in the plan");
        }
        add(message);
    }
}
