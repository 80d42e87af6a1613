package dev.runbook.dsl;

import dev.runbook.plan.Background;
import dev.runbook.plan.Cleanup;
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
import java.util.Optional;

/** Steps and containers: the members of a block. They run in order, or at once in a {@code parallel}. */
public abstract class MembersBlock extends PeopleBlock {
    private final List<Node> members = new ArrayList<>();
    private Optional<Group> cleanup = Optional.empty();

    MembersBlock(EvaluationContext context) {
        super(context);
    }

    /** The members in the order of their execution: a cleanup is the last, wherever it is written. */
    List<Node> members() {
        List<Node> inOrder = new ArrayList<>(members);
        cleanup.ifPresent(inOrder::add);
        return inOrder;
    }

    /** Reports a guard after the last member that takes time: there is nothing for it to watch. */
    void checkGuards() {
        Optional<Node> last = members.stream()
                .filter(member -> member.takesTime() || (member instanceof Background one && one.isGuard()))
                .reduce((first, second) -> second);
        last.filter(Background.class::isInstance)
                .ifPresent(guard -> context.problemWith(
                        NamePosition.NAME,
                        guard.name(),
                        "no member follows the guard '" + guard.name() + "'",
                        "write it before the members that it watches"));
    }

    /** @param of the name of the container; empty for the runbook */
    void cleanup(String of, Closure<?> body) {
        if (cleanup.isPresent()) {
            context.problem("cleanup is declared twice", "write its members in one block");
        } else {
            cleanup = Optional.of(CleanupBlock.cleanup(context, of, body));
        }
    }

    @Override
    void add(Node member) {
        members.add(member);
    }

    @Override
    int boxes() {
        return members.stream().mapToInt(MembersBlock::boxes).sum();
    }

    private static int boxes(Node member) {
        return member instanceof Task task
                ? task.work().act().asked().map(asked -> asked.boxes().size()).orElse(0)
                : 0;
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
     * that of the first; {@code every { }}, {@code any { }} and {@code size()} work on the list, and
     * {@code copies.sum('inserted')}, {@code min} and {@code max} on one value of all iterations.
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
        group(Group.Kind.PHASE, name, body, new PhaseBlock(context, name));
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
     * Goes through a list that an earlier step returned, and stops at the first element for which all members succeed.
     * That element is the {@code value} of the handle. A member that fails makes the next element the candidate; if
     * there is none, the {@code firstOf} fails and lists what was tried.
     *
     * <pre>{@code
     * def list = step('Backups, newest first') { shell 'ls -t /var/backups/full-*.sql' }
     * def whole = firstOf('A whole backup', in: { list.lines }) { file ->
     *     budget 2.minutes
     *     verify('It is whole') { shell "tail -n 1 ${file} | grep -q 'dump complete'" }
     * }
     * step('Restore') { shell "psql erp -f ${whole.value}" }
     * }</pre>
     */
    public Handle firstOf(
            @NamedParams(@NamedParam(value = "in", type = Closure.class, required = true)) Map<String, Object> options,
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = FirstOfBlock.class, strategy = Closure.DELEGATE_ONLY)
                    @ClosureParams(value = FromString.class, options = "dev.runbook.dsl.Json")
                    Closure<?> body) {
        String title = context.declare(name);
        add(FirstOfBlock.firstOf(context, title, (Closure<?>) options.get("in"), body));
        return new Handle(context, title);
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
     * Takes samples while the following members of the container run: the conditions must hold in each. At the first
     * sample in which they do not, the container fails at once: its running members are stopped, proven, and its
     * {@code onFailure} runs. A sample without an answer, such as a query without data, is evidence of nothing: the
     * guard continues. It is stopped when the container ends.
     *
     * <pre>{@code
     * phase('Shift the traffic') {
     *     guard('Few errors') {
     *         every 5.seconds
     *         prometheus 'sum(rate(http_errors_total[1m]))', on: 'monitoring'
     *         expect { value < 0.005 }
     *     }
     *     step('A half') { shell './shift.sh 50' }
     *     step('All of it') { shell './shift.sh 100' }
     * }
     * }</pre>
     */
    public void guard(
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = GuardBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        add(GuardBlock.guard(context, context.declare(name), body));
    }

    private void group(Group.Kind kind, CharSequence name, Closure<?> body, GroupBlock block) {
        String title = context.declare(name);
        Place at = context.here();
        context.evaluateOrReport(body, block);
        block.checkGuards();
        if (Cleanup.before(block.members()).isEmpty()) {
            context.problemWith(NamePosition.NAME, title, kind.word() + " '" + title + "' has no members");
        }
        add(block.group(kind, title, at));
    }

    /** Adds a message at its place; overridden where messages may wait for events. */
    @Override
    void addMessage(Message message) {
        if (message.onEvent()) {
            context.problem(
                    "only a notify at the top of the runbook waits for events",
                    "without on, after and every it is sent at its position in the plan");
        }
        add(message);
    }
}
