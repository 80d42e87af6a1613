package dev.runbook.dsl;

import dev.runbook.plan.ClockMark;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Message;
import dev.runbook.plan.Node;
import dev.runbook.plan.RtoTarget;
import dev.runbook.plan.Task;
import dev.runbook.time.TimeText;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code runbook(id) { }}: the runbook's description, objectives, parameters and steps. */
public final class RunbookBlock extends MembersBlock {
    private final List<String> locks = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<DeclaredTrigger> triggers = new ArrayList<>();
    private final UsedStakeholders stakeholders;
    private Optional<String> description = Optional.empty();
    private Optional<String> owner = Optional.empty();
    private Optional<RtoTarget> rto = Optional.empty();
    private Optional<Duration> rpo = Optional.empty();
    private final Map<String, Duration> namedRpos = new LinkedHashMap<>();
    private Optional<Handler> onFailure = Optional.empty();

    RunbookBlock(EvaluationContext context) {
        super(context);
        this.stakeholders = new UsedStakeholders(context);
    }

    /**
     * Describes the purpose of the runbook in one sentence.
     *
     * <pre>{@code
     * description 'Put the previous deployment back in front of all traffic'
     * }</pre>
     */
    @SetOnce
    public void description(String sentence) {
        description = Optional.of(sentence);
    }

    /**
     * Names the owner of the runbook.
     *
     * <pre>{@code
     * owner 'platform-oncall'
     * }</pre>
     */
    @SetOnce
    public void owner(String who) {
        owner = Optional.of(who);
    }

    /**
     * Sets the recovery time objective (RTO): how long the recovery may take, from {@code startClock()} to
     * {@code stopClock()}.
     *
     * <pre>{@code
     * rto 15.minutes
     * }</pre>
     */
    @SetOnce
    public void rto(Duration time) {
        rto(Map.of(), time);
    }

    /**
     * Sets the RTO and the worst tolerable downtime. Both are recorded and reported; neither ever stops a run.
     *
     * <pre>{@code
     * rto 45.minutes, limit: 60.minutes
     * }</pre>
     */
    @SetOnce
    public void rto(
            @NamedParams(@NamedParam(value = "limit", type = Duration.class)) Map<String, Object> options,
            Duration time) {
        Optional<Duration> limit = Optional.ofNullable((Duration) options.get("limit"));
        Budgets.positive(context, "rto", time);
        limit.filter(worst -> worst.compareTo(time) < 0)
                .ifPresent(worst ->
                        context.problem("the limit " + TimeText.of(worst) + " is below the rto " + TimeText.of(time)));
        rto = Optional.of(new RtoTarget(time, limit, context.here()));
    }

    /**
     * Sets the recovery point objective (RPO): how much of the latest data may be lost. Measured by
     * {@code recoveryPoint}; without that word, or if the recovery point was not reached, the RPO is reported as not
     * measured.
     *
     * <pre>{@code
     * rpo 5.minutes
     * }</pre>
     */
    @SetOnce
    public void rpo(Duration time) {
        rpo = Optional.of(time);
    }

    /**
     * Sets the RPO of one kind of data, measured by the {@code recoveryPoint} of the same name. Each has its own line
     * in the verdict.
     *
     * <pre>{@code
     * rpo 'History', 5.minutes
     * rpo 'Settings', 0.minutes
     * }</pre>
     */
    public void rpo(@Names(NamePosition.NAME) String name, Duration time) {
        if (namedRpos.put(name, time) != null) {
            context.problemWith(NamePosition.NAME, name, "the rpo '" + name + "' is declared twice");
        }
    }

    void checkRecoveryPoints() {
        RecoveryPointBlock.checkNames(context, namedRpos.keySet(), members());
    }

    /**
     * Allows only one run at a time among all runbooks with this lock in the same environment.
     *
     * <pre>{@code
     * lock 'erpgo-traffic'
     * }</pre>
     */
    public void lock(String name) {
        locks.add(name);
    }

    /**
     * Declares a parameter: a text that the operator must give with {@code -p reason='…'}.
     *
     * <pre>{@code
     * param 'reason', 'why we roll back, for the record'
     * }</pre>
     */
    public void param(String name, String help) {
        param(Map.of(), name, help);
    }

    /**
     * Declares a parameter that is optional, or has a default, a pattern, a choice or a type; {@code check} plans with
     * {@code example}.
     *
     * <pre>{@code
     * param 'version', 'the version to return to', matching: ~/v\d+\.\d+/, optional: true
     * param 'kind', 'what to restore', oneOf: ['Database', 'Full'], default: 'Full'
     * param 'until', 'restore the state of this instant', type: Instant, default: 2.hours.ago
     * param 'password', 'of the rescue account', secret: true
     * }</pre>
     *
     * <p>A parameter with {@code secret: true} is used like {@code secret('NAME')}: in a command, a header, a query.
     * {@code run} and {@code resume} prompt for its text on the terminal without echo, or read it from a file:
     * {@code --secret-param password=FILE}, with {@code -} for standard input. It is masked in everything that is
     * written; the journal records only that it was given.
     */
    public void param(
            @NamedParams({
                        @NamedParam(value = "optional", type = Boolean.class),
                        @NamedParam(value = "default", type = Object.class),
                        @NamedParam(value = "matching", type = Pattern.class),
                        @NamedParam(value = "oneOf", type = List.class),
                        @NamedParam(value = "type", type = Class.class),
                        @NamedParam(value = "example", type = Object.class),
                        @NamedParam(value = "secret", type = Boolean.class)
                    })
                    @Planned(
                            value = Planned.Reason.SHOWN,
                            option = {"default", "example"})
                    Map<String, Object> options,
            String name,
            String help) {
        Declaration.of(context, name, help, options);
    }

    /**
     * Starts the RTO clock here. Steps before it keep their budgets but do not count toward the RTO.
     *
     * <pre>{@code
     * startClock()
     * }</pre>
     */
    public void startClock() {
        mark(ClockMark.Kind.START, "startClock()");
    }

    /**
     * Stops the RTO clock here.
     *
     * <pre>{@code
     * stopClock()
     * }</pre>
     */
    public void stopClock() {
        mark(ClockMark.Kind.STOP, "stopClock()");
    }

    private void mark(ClockMark.Kind kind, String word) {
        boolean again = members().stream().anyMatch(node -> node instanceof ClockMark mark && mark.kind() == kind);
        if (again) {
            context.problem(word + " is declared twice");
        }
        add(new ClockMark(kind, context.here()));
    }

    /**
     * Measures the recovery point: the action returns a point in time with its time zone, in a format that
     * {@code time(…)} reads. The data loss is the instant at which writes stopped minus the recovery point; writes
     * stopped at the end of the step with {@code stopsWrites()}, or at the start of the clock, whichever is later. If
     * no step declares {@code stopsWrites()}, the start of the clock is used; if the recovery point is later than that,
     * the loss is at most the time from the recovery point to its measurement. Record, console and transcripts show
     * both instants.
     *
     * <p>Query the system that was recovered. A value that equals a parameter of the run or a setting of the
     * environment is an input and not a measurement, so the RPO is then reported as not measured.
     *
     * <pre>{@code
     * recoveryPoint { sql 'select max(written_at) from orders', on: 'orders' }
     * }</pre>
     */
    public void recoveryPoint(
            @DelegatesTo(value = RecoveryPointBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        recoveryPoint(RecoveryPointBlock.ALL_DATA, body);
    }

    /**
     * Measures the recovery point of one kind of data, whose {@code rpo} has the same name.
     *
     * <pre>{@code
     * rpo 'History', 5.minutes
     * recoveryPoint('History') { sql 'select max(finished_at) from downloads', on: 'app' }
     * }</pre>
     */
    public void recoveryPoint(
            @Names(NamePosition.NAME) String of,
            @DelegatesTo(value = RecoveryPointBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        String name = context.declare(of);
        add(TaskBlock.task(Task.Kind.RECOVERY_POINT, name, context, body, () -> new RecoveryPointBlock(context, name)));
    }

    /**
     * Takes the recovery point from a value that an earlier step returned, in a format that {@code time(…)} reads.
     *
     * <pre>{@code
     * def restored = step('Restore the newest backup') { shell './restore.sh' }
     * recoveryPoint restored.json.takenAt
     * }</pre>
     */
    public void recoveryPoint(@Accepts({Json.class, CharSequence.class, RunInstant.class}) Object instant) {
        recoveryPoint(RecoveryPointBlock.ALL_DATA, instant);
    }

    /**
     * Takes the recovery point of one kind of data from a value that an earlier step returned.
     *
     * <pre>{@code
     * recoveryPoint 'History', backup.json.historyUntil
     * }</pre>
     */
    public void recoveryPoint(
            @Names(NamePosition.NAME) String of,
            @Accepts({Json.class, CharSequence.class, RunInstant.class}) Object instant) {
        add(RecoveryPointBlock.ofValue(context, context.declare(of), instant));
    }

    /**
     * Starts this runbook when a measurement has been bad for long enough. {@code runbook watch} evaluates triggers;
     * {@code runbook decide} evaluates them once. A trigger is evaluated before a run: it reads settings, services and
     * secrets of the environment, but no parameters.
     *
     * <pre>{@code
     * trigger('Health check has failed for 2 minutes') {
     *     severity critical
     *     every 15.seconds
     *     sustained 2.minutes
     *     http { get "${service('api')}/health" }
     *     when { !ok }
     *     with reason: 'no healthy answer for two minutes'
     * }
     * }</pre>
     */
    public void trigger(
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = TriggerBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        triggers.add(new DeclaredTrigger(context.declare(name), context.here(), body));
    }

    /**
     * Informs the stakeholders that another file declares: its messages are sent as if they were written here. A
     * parameter of that file takes the value of this runbook's parameter of the same name.
     *
     * <pre>{@code
     * stakeholders 'erpgo/stakeholders'
     * }</pre>
     */
    public void stakeholders(@Names(UsedStakeholders.NAMES) String id) {
        stakeholders.add(id);
    }

    @Override
    void addMessage(Message message) {
        if (message.onEvent()) {
            messages.add(message);
        } else {
            add(message);
        }
    }

    /**
     * Handles the failure of the run: its steps, then {@code stop()} (the default) or {@code fallBackTo}.
     *
     * <pre>{@code
     * onFailure {
     *     notify('incident-commander') { text 'Blue did not come up: restoring the database.' }
     *     fallBackTo 'erpgo/database-pitr'
     * }
     * }</pre>
     */
    public void onFailure(
            @DelegatesTo(value = OnFailureBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        Handler handler = OnFailureBlock.handler(context, body);
        if (handler.ignoresFailure()) {
            context.problem("carryOn() has nothing to continue with in the runbook's own handler", "write stop()");
        }
        onFailure = Optional.of(handler);
    }

    /**
     * Runs members at the end of the run, however it ended: ok, failed, aborted, or with a budget used up; after the
     * {@code onFailure} of the runbook, and before a runbook that this falls back to. See {@code cleanup} of a phase.
     *
     * <pre>{@code
     * cleanup {
     *     step('End maintenance mode') { budget 30.seconds; shell './maintenance.sh off' }
     * }
     * }</pre>
     */
    public void cleanup(@DelegatesTo(value = CleanupBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        cleanup("", body);
    }

    List<Node> nodes() {
        return members();
    }

    List<String> locks() {
        return locks;
    }

    List<DeclaredTrigger> triggers() {
        return triggers;
    }

    /** Returns the messages of the runbook and of its stakeholders. */
    List<Message> messages() {
        return Stream.concat(messages.stream(), stakeholders.messages()).toList();
    }

    UsedStakeholders stakeholders() {
        return stakeholders;
    }

    Optional<String> description() {
        return description;
    }

    Optional<String> owner() {
        return owner;
    }

    Optional<RtoTarget> rtoTarget() {
        return rto;
    }

    Optional<Duration> rpo() {
        return rpo;
    }

    Map<String, Duration> namedRpos() {
        return namedRpos;
    }

    Optional<Handler> onFailure() {
        return onFailure;
    }
}
