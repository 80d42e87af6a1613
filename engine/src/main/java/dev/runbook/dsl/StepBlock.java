package dev.runbook.dsl;

import dev.runbook.plan.Node;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import dev.runbook.value.StepPath;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code step(name) { }}: one action that changes something. */
public final class StepBlock extends TaskBlock {
    private final List<Task> verifies = new ArrayList<>();
    private boolean idempotent;
    private boolean stopsWrites;
    private Optional<Task> undo = Optional.empty();
    private Optional<Work.Probe> alreadyDone = Optional.empty();
    private Optional<Work.Act> follow = Optional.empty();

    StepBlock(EvaluationContext context, String name) {
        super(context, name);
    }

    @Override
    Set<ActionWord> actionWords() {
        return EnumSet.range(ActionWord.SHELL, ActionWord.FOLLOW);
    }

    @Override
    Optional<Work.Act> act() {
        return follow.or(super::act);
    }

    @Override
    boolean isIdempotent() {
        return idempotent;
    }

    @Override
    boolean endsWrites() {
        return stopsWrites;
    }

    @Override
    Optional<Work.Probe> probe() {
        return alreadyDone;
    }

    @Override
    List<Task> verifies() {
        return verifies;
    }

    @Override
    Optional<Task> undo() {
        return undo;
    }

    /**
     * Defines the action that undoes the step when a handler calls {@code undoAll()}. The results of the step are in
     * scope. The undo runs only if the step succeeded, unless it declares {@code alsoIfFailed()}.
     *
     * <pre>{@code
     * undo { shell "kubectl scale deployment green --replicas=${stdout}" }
     * }</pre>
     */
    public void undo(@DelegatesTo(value = UndoBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        Handle own = new Handle(context, name());
        String title = context.declare(StepPath.undo(name()));
        Task back = task(Task.Kind.UNDO, title, context, body, () -> new UndoBlock(context, title, own));
        if (fallsBack(back)) {
            context.problem(
                    "an undo cannot fall back: the other steps are undone whatever its result",
                    "put fallBackTo below undoAll()");
        }
        undo = Optional.of(back);
    }

    /** A node inside a step cannot decide how the runbook continues. */
    static boolean fallsBack(Node inside) {
        return inside.everyNode()
                .flatMap(node -> node.onFailure().stream())
                .anyMatch(handler -> handler.fallBack().isPresent());
    }

    /**
     * Declares that running the step twice is safe: a resume may run it again, and a retry may follow an unknown
     * outcome. {@code get}, {@code put} and {@code delete} of {@code http} are idempotent without this word;
     * {@code post} and {@code patch} are not.
     *
     * <pre>{@code
     * idempotent()
     * }</pre>
     */
    public void idempotent() {
        idempotent = true;
    }

    /**
     * Declares that no data is written once this step has ended ok. The data loss is measured up to that moment: the
     * end of this step minus the {@code recoveryPoint}. With several such steps the last to end counts; if one of them
     * does not end ok, the data loss is not measured. A skipped step does not count.
     *
     * <pre>{@code
     * step('Stop the application') {
     *     shell 'kubectl scale deployment erpgo-api --replicas=0'
     *     stopsWrites()
     * }
     * }</pre>
     */
    public void stopsWrites() {
        stopsWrites = true;
    }

    /**
     * Defines a probe: a resume runs it to find out whether the step took effect before the engine died. The step is
     * done if the probe is ok. If the probe gives no answer, the run ends and the operator decides.
     *
     * <pre>{@code
     * alreadyDone {
     *     sql 'select count(*) as done from migrations where id = 42', on: 'orders'
     *     expect { row.done == 1 }
     * }
     * }</pre>
     */
    public void alreadyDone(
            @DelegatesTo(value = AlreadyDoneBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> probe) {
        alreadyDone = AlreadyDoneBlock.probe(context, probe);
    }

    /**
     * Runs another runbook as this step; the step is ok only if that runbook succeeded. Parameters of the same name are
     * passed automatically. Verifies of the step run after it; retries, attempts and conditions are those of the other
     * runbook's steps.
     *
     * <pre>{@code
     * follow 'erpgo/database-pitr'
     * }</pre>
     */
    public void follow(@Planned(Planned.Reason.RUNBOOK) String id) {
        follow(Map.of(), id);
    }

    /**
     * Runs another runbook as this step, with parameters.
     *
     * <pre>{@code
     * follow 'erpgo/database-pitr', reason: 'blue did not come up'
     * }</pre>
     */
    public void follow(Map<String, Object> parameters, @Planned(Planned.Reason.RUNBOOK) String id) {
        FollowedRunbook other = FollowedRunbook.read(context, id, parameters);
        if (act().isPresent()) {
            context.problem("one action only: 'follow' is a second", "write a separate step for it");
        }
        follow = Optional.of(new Work.Follow(other.runbook(), other.arguments()));
    }

    /**
     * Copies the changed rows of a table from one database to another, oldest change first, in transactions of a
     * thousand rows: new rows are inserted, existing ones updated. Both sides are then compared by checksum; the step
     * fails if they differ. Copying is idempotent, and a resume continues where the copy stopped.
     *
     * <p>{@code since} excludes rows changed earlier. If the target has changed a row later than the source, the copy
     * stops before anything is changed, unless {@code ifNewer} is {@code 'skip'} or {@code 'overwrite'}. Rows are
     * deleted only if {@code tombstones} names a table of the source with the key and time of every deletion
     * ({@code deletedAt}), and no more than {@code deleteAtMost} of the target's rows: 10 percent by default.
     *
     * <p>Columns that the target computes itself (generated columns, row versions) are not copied and are named in the
     * output; {@code without} excludes further columns. {@code of} lists the databases among which values of the run
     * choose {@code from} or {@code to}.
     *
     * <pre>{@code
     * copyRows 'orders', from: 'shop', to: 'legacy', key: 'id', changed: 'updated_at', since: params.since
     * }</pre>
     *
     * <pre>{@code
     * copyRows 'sales.order_lines', from: 'shop', to: 'legacy', into: 'dbo.OrderLines', key: ['order_id', 'line'],
     *         changed: 'updated_at', zone: 'Europe/Berlin', without: ['search_text'], softDeleted: 'is_deleted',
     *         tombstones: 'sales.deleted_lines', deletedAt: 'deleted_at', deleteAtMost: 1.percent, ifNewer: 'skip',
     *         batch: 500, checkpoint: 'ops.runbook_checkpoint'
     * }</pre>
     */
    public void copyRows(
            @NamedParams({
                        @NamedParam(value = "from", type = Object.class, required = true),
                        @NamedParam(value = "to", type = Object.class, required = true),
                        @NamedParam(value = "of", type = Object.class),
                        @NamedParam(value = "key", type = Object.class, required = true),
                        @NamedParam(value = "changed", type = Object.class, required = true),
                        @NamedParam(value = "into", type = Object.class),
                        @NamedParam(value = "since", type = Object.class),
                        @NamedParam(value = "zone", type = Object.class),
                        @NamedParam(value = "without", type = Object.class),
                        @NamedParam(value = "softDeleted", type = Object.class),
                        @NamedParam(value = "tombstones", type = Object.class),
                        @NamedParam(value = "deletedAt", type = Object.class),
                        @NamedParam(value = "deleteAtMost", type = Object.class),
                        @NamedParam(value = "ifNewer", type = CharSequence.class),
                        @NamedParam(value = "batch", type = Integer.class),
                        @NamedParam(value = "checkpoint", type = Object.class)
                    })
                    @Accepts(
                            value = {CharSequence.class, Json.class},
                            option = {"changed", "into", "zone", "softDeleted", "tombstones", "deletedAt", "checkpoint"
                            })
                    @Planned(
                            value = Planned.Reason.SHOWN,
                            option = {"deleteAtMost", "ifNewer"})
                    @Names(
                            value = "database",
                            option = {"from", "to"},
                            among = "of")
                    Map<String, Object> options,
            @Accepts({CharSequence.class, Json.class}) Object table) {
        CopyOptions copy = new CopyOptions(context, options);
        TargetChoice targets = new TargetChoice(context, options);
        act(targets.action("from", from -> targets.action("to", to -> copy.spec(table, from, to))));
        idempotent = true; // the target is compared before it is changed
    }

    /**
     * Adds a verify to the step. It is part of the step's success and budget.
     *
     * <pre>{@code
     * verify('Replicas are gone') {
     *     every 2.seconds
     *     shell 'kubectl get deployment green -o json'
     *     expect { json.status.replicas == null }
     * }
     * }</pre>
     */
    public Handle verify(
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = VerifyBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        String task = context.declare(name);
        Task verify = task(Task.Kind.VERIFY, task, context, body, () -> new VerifyBlock(context, task));
        if (fallsBack(verify)) {
            context.problemWith(
                    NamePosition.NAME,
                    task,
                    "a verify inside a step cannot fall back: its failure is a failure of the step",
                    "put fallBackTo into the onFailure of the step");
        }
        verifies.add(verify);
        return new Handle(context, task);
    }
}
