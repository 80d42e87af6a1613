package dev.runbook.dsl;

import dev.runbook.plan.Handler;
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

    StepBlock(EvaluationContext reading, String name) {
        super(reading, name);
    }

    @Override
    Set<ActionWord> actionWords() {
        return EnumSet.allOf(ActionWord.class);
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
     * How to undo the step when a handler says {@code undoAll()}. What the step left is in scope. It is run only if the step
     * succeeded, unless it says {@code alsoIfFailed()}.
     *
     * <pre>{@code
     * undo { shell "kubectl scale deployment green --replicas=${stdout}" }
     * }</pre>
     */
    public void undo(@DelegatesTo(value = UndoBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        Handle own = new Handle(reading, name());
        String title = reading.declare(StepPath.undo(name()));
        Task back = task(Task.Kind.UNDO, title, reading, body, () -> new UndoBlock(reading, title, own));
        if (fallsBack(back)) {
            reading.problem(
                    "an undo cannot fall back: the other steps are undone whatever its result",
                    "put fallBackTo below undoAll()");
        }
        undo = Optional.of(back);
    }

    /** What stands inside a step has no say in what becomes of the runbook. */
    private static boolean fallsBack(Node inside) {
        return inside.members().stream().anyMatch(StepBlock::fallsBack)
                || inside.onFailure().stream()
                        .anyMatch(handler -> handler.ending() instanceof Handler.FallBack
                                || handler.nodes().stream().anyMatch(StepBlock::fallsBack));
    }

    /**
     * Says that doing it twice does no harm: a resume may run it again, and a retry may follow an unknown outcome. A {@code
     * get}, {@code put} or {@code delete} of {@code http} is so by itself; {@code post} and {@code patch} are not.
     *
     * <pre>{@code
     * idempotent()
     * }</pre>
     */
    public void idempotent() {
        idempotent = true;
    }

    /**
     * Says that nothing is written any more once the step has ended ok. The data loss is counted to that moment: the end of
     * this step minus the {@code recoveryPoint}. Of several such steps the last to end counts; if one of them does not end ok, the
     * data loss is not measured. A step that is skipped says nothing.
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
     * A probe that tells a resume whether the step was done before the engine died: done if it is ok. Without an
     * answer the run ends, and you decide.
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
        alreadyDone = AlreadyDoneBlock.probe(reading, probe);
    }

    /**
     * Another runbook as this step; it is ok only if that one succeeded. Parameters of the same name go along. Verifies of
     * the step are asked after it; retries, attempts and conditions are those of its own steps.
     *
     * <pre>{@code
     * follow 'erpgo/database-pitr'
     * }</pre>
     */
    public void follow(@Planned(Planned.Reason.RUNBOOK) String id) {
        follow(Map.of(), id);
    }

    /**
     * The same, with parameters for the other runbook.
     *
     * <pre>{@code
     * follow 'erpgo/database-pitr', reason: 'blue did not come up'
     * }</pre>
     */
    public void follow(Map<String, Object> parameters, @Planned(Planned.Reason.RUNBOOK) String id) {
        FollowedRunbook other = FollowedRunbook.read(reading, id, parameters);
        if (act().isPresent()) {
            reading.problem("one action only: 'follow' is a second", "write a separate step for it");
        }
        follow = Optional.of(new Work.Follow(other.runbook(), other.arguments()));
    }

    /**
     * Rows of a table that were changed, from one database to another, oldest change first: new ones are added, others
     * brought up to date, a thousand a transaction. Both sides are then compared by checksum; the step fails where they
     * differ. Doing it twice does no harm, and a resume goes on where it came to.
     *
     * <p>{@code since} leaves out rows changed earlier. A row the target changed later than the source stops the copy
     * before anything is changed, unless {@code ifNewer} says {@code 'skip'} or {@code 'overwrite'}. Rows are deleted only
     * where {@code tombstones} names a table of the source with the key and the time of every deletion ({@code
     * deletedAt}), and no more than {@code deleteAtMost} of the target's rows: 10 percent, if nothing is said.
     *
     * <p>Columns that the target computes itself (generated columns, row versions) are left to it and named in the output;
     * {@code without} leaves out others.
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
                        @NamedParam(value = "from", type = CharSequence.class, required = true),
                        @NamedParam(value = "to", type = CharSequence.class, required = true),
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
                            option = {"from", "to"})
                    Map<String, Object> options,
            @Accepts({CharSequence.class, Json.class}) Object table) {
        act(new CopyOptions(reading, options).spec(table));
        idempotent = true; // the target is compared before it is changed
    }

    /**
     * A verify inside the step is part of its success, and of its budget.
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
        String task = reading.declare(name);
        Task verify = task(Task.Kind.VERIFY, task, reading, body, () -> new VerifyBlock(reading, task));
        if (fallsBack(verify)) {
            reading.problemWith(
                    NamePosition.NAME,
                    task,
                    "a verify inside a step cannot fall back: it is the step that has failed then",
                    "put fallBackTo into the onFailure of the step");
        }
        verifies.add(verify);
        return new Handle(reading, task);
    }
}
