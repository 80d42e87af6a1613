package dev.runbook.dsl;

import dev.runbook.AuthorException;
import dev.runbook.action.ActionSpec;
import dev.runbook.plan.Place;
import dev.runbook.time.TimeText;
import dev.runbook.trigger.FollowUp;
import dev.runbook.trigger.Measurement;
import dev.runbook.trigger.Severity;
import dev.runbook.trigger.Start;
import dev.runbook.trigger.Trigger;
import dev.runbook.trigger.Window;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code trigger(name) { }}: when to start a runbook, or to send a message. In a runbook it starts that runbook; in a
 * triggers file it says what follows.
 */
public final class TriggerBlock extends TriggerEffects {
    private static final Duration DEFAULT_PERIOD = Duration.ofSeconds(15);

    private final TriggerPlace where;
    private Optional<Severity> severity = Optional.empty();
    private Optional<Duration> every = Optional.empty();
    private Optional<Duration> sustained = Optional.empty();
    private Optional<Integer> consecutive = Optional.empty();
    private Optional<Duration> cooldown = Optional.empty();
    private Optional<Duration> noData = Optional.empty();
    private Optional<Duration> budget = Optional.empty();
    private final List<FollowUp.After> after = new ArrayList<>();
    private boolean enabled = true;
    private Conditions when;

    private TriggerBlock(EvaluationContext context, String name, TriggerPlace where) {
        super(context, name);
        this.where = where;
    }

    /** Reads a trigger and adds it to the others; one with a mistake is reported and not added. */
    static void trigger(
            EvaluationContext context,
            String name,
            Place at,
            Closure<?> body,
            TriggerPlace where,
            DeclaredTriggers triggers) {
        int before = context.problems().size();
        TriggerBlock block = new TriggerBlock(context, name, where);
        context.evaluateOrReport(body, block);
        if (context.problems().size() > before || !block.complete()) {
            return;
        }
        Optional<Start> start = block.start();
        Measurement.Reading<Map<String, String>> arguments = () -> {
            TriggerBlock again = new TriggerBlock(context, name, where);
            return ValueVisibility.BEST_EFFORT.during(() -> {
                context.valueAgain(at, body, again);
                return context.again(at, again::arguments);
            });
        };
        if (!block.after.isEmpty()) {
            triggers.add(
                    new FollowUp(name, at, block.enabled, block.after, start.orElseThrow(), block.channels, arguments));
            return;
        }
        Duration period = block.period();
        Optional<Measurement> own = MeasureBlock.measurement(context, name, at, period, block.budget, block, () -> {
            TriggerBlock again = new TriggerBlock(context, name, where);
            context.measureAgain(at, body, again);
            return again.perform().orElseThrow();
        });
        triggers.add(new Trigger(
                name,
                at,
                block.severity.orElseThrow(),
                period,
                new Window(block.sustained, block.consecutive.orElse(1)),
                block.cooldown,
                block.noData,
                block.enabled,
                own,
                block.when,
                start,
                block.channels,
                arguments));
    }

    private Duration period() {
        return every.or(where::every).orElse(DEFAULT_PERIOD);
    }

    /** Reports what is missing or contradicts itself, and returns whether there is nothing to report. */
    private boolean complete() {
        int before = context.problems().size();
        if (!after.isEmpty()) {
            completeFollowUp();
            return context.problems().size() == before;
        }
        if (severity.isEmpty()) {
            mistake("has no severity", "write severity critical, or high, medium, low");
        }
        if (when == null) {
            mistake("has no conditions", "write when { … }: what is true while the system is bad");
        }
        if (action().isEmpty() && where.needsAction()) {
            mistake("measures nothing", oneOfTheActions());
        }
        if (action().isEmpty() && every.isPresent()) {
            mistake("has a period but no action: it reads measurements", "write 'every' at the top of the file");
        }
        if (starts.isEmpty() && (channels.isEmpty() || approval.isPresent()) && !where.startsItself()) {
            mistake(
                    approval.isPresent() ? "asks for no runbook" : "has no effect",
                    approval.isPresent()
                            ? "write toStart: 'system/name'"
                            : "write start 'system/name', or tell 'channel'");
        }
        if (starts.isEmpty() && !where.startsItself() && !with.isEmpty()) {
            mistake("gives parameters to no runbook", "write start 'system/name', reason: '…'");
        }
        if (sustained.isPresent() && consecutive.isPresent()) {
            mistake("has both 'sustained' and 'consecutive'", "a time or a number of samples: choose one");
        }
        sustained
                .filter(window -> window.compareTo(period()) < 0)
                .ifPresent(window -> mistake(
                        "is measured every " + TimeText.of(period()) + ", which is longer than its window of "
                                + TimeText.of(window),
                        "shorten 'every', or lengthen 'sustained'"));
        noData.filter(time -> time.compareTo(period()) < 0)
                .ifPresent(time -> mistake(
                        "is measured every " + TimeText.of(period()) + ", which is longer than noData "
                                + TimeText.of(time),
                        "shorten 'every', or lengthen 'noData'"));
        return context.problems().size() == before;
    }

    /** Reports what a trigger that fires after runs lacks, or does not use. */
    private void completeFollowUp() {
        if (action().isPresent()
                || when != null
                || every.isPresent()
                || budget.isPresent()
                || sustained.isPresent()
                || consecutive.isPresent()
                || noData.isPresent()
                || cooldown.isPresent()) {
            mistake(
                    "fires after runs, so it measures nothing",
                    "leave 'after', and what to start; or write a second trigger");
        }
        if (starts.isEmpty() && !where.startsItself()) {
            mistake("starts nothing after a run", "write start 'system/name'");
        }
    }

    private void mistake(String what, String cure) {
        context.problemWith(NamePosition.NAME, name, "trigger '" + name + "' " + what, cure);
    }

    private Optional<Start> start() {
        Optional<String> id = starts.or(
                () -> where.startsItself() ? Optional.of(ReadingRequest.Library.THIS_FILE) : Optional.empty());
        return id.map(runbook -> StartedRunbook.start(context, name, runbook, with, approval));
    }

    @Override
    void act(ActionSpec spec) {
        super.act(ReadOnlyAction.of(context, spec));
    }

    /**
     * Starts the runbook once for each run of another runbook, this long after its end, whatever the end was; the word may be
     * repeated. It needs a watch ({@code runbook watch}, also with {@code --once}) and no other word but those that
     * say what follows. Drills do not count, nor do runs that ended before their first action. A run whose time had
     * come before the trigger was first watched is ignored.
     *
     * <p>{@code ended} is the run: {@code ended.run} its id, {@code ended.runbook}, {@code ended.status}, {@code
     * ended.at}.
     *
     * <pre>{@code
     * trigger('Review of a rollback') {
     *     after 24.hours, of: 'erpgo/immediate-rollback'
     *     with incident: ended.run
     * }
     * }</pre>
     */
    public void after(
            @NamedParams(@NamedParam(value = "of", type = String.class, required = true))
                    @Planned(value = Planned.Reason.RUNBOOK, option = "of")
                    Map<String, Object> options,
            Duration time) {
        String of = (String) options.get("of");
        try {
            context.request().library().find(of);
        } catch (AuthorException unknown) {
            mistake("follows no runbook: " + unknown.getMessage(), "");
        }
        after.add(new FollowUp.After(of, Budgets.positive(context, "after", time)));
    }

    /** The run that a trigger with {@code after} follows: {@code run}, {@code runbook}, {@code status}, {@code at}. */
    public Json getEnded() {
        return new Handle(context, FollowUp.endedRun(name)).getValue();
    }

    /**
     * Sets the severity: {@code critical}, {@code high}, {@code medium} or {@code low}. If several triggers fire in one
     * evaluation whose runbooks need the same lock, the most severe one starts its runbook and the others are recorded
     * as covered.
     *
     * <pre>{@code
     * severity critical
     * }</pre>
     */
    @SetOnce
    public void severity(Severity level) {
        severity = Optional.of(level);
    }

    /** Service is down or data is at risk: act at once. */
    public Severity getCritical() {
        return Severity.CRITICAL;
    }

    /** Service is degraded. */
    public Severity getHigh() {
        return Severity.HIGH;
    }

    /** Service may degrade. */
    public Severity getMedium() {
        return Severity.MEDIUM;
    }

    /** Worth knowing. */
    public Severity getLow() {
        return Severity.LOW;
    }

    /**
     * Sets the period of the trigger's own measurement; the default is 15 seconds, or that of the triggers file.
     *
     * <pre>{@code
     * every 15.seconds
     * }</pre>
     */
    @SetOnce
    public void every(Duration time) {
        every = Optional.of(Budgets.positive(context, "every", time));
    }

    /**
     * Sets how long one measurement may take; the default is the period, at most 10 seconds. A measurement that takes
     * longer is stopped, and {@code ok} is false.
     *
     * <pre>{@code
     * budget 5.seconds
     * }</pre>
     */
    @SetOnce
    public void budget(Duration time) {
        budget = Optional.of(Budgets.positive(context, "budget", time));
    }

    /**
     * Fires only after the conditions have held for this time, from the first bad sample to the latest. A good sample
     * begins the time again; a sample without data does not. The time also begins again after more than 10 minutes (or
     * this time, or three periods, if longer) without a bad sample, because nobody knows what happened meanwhile.
     * Without {@code sustained} and {@code consecutive}, the first bad sample fires.
     *
     * <pre>{@code
     * sustained 2.minutes
     * }</pre>
     */
    @SetOnce
    public void sustained(Duration time) {
        sustained = Optional.of(Budgets.positive(context, "sustained", time));
    }

    /**
     * Fires only after this number of bad samples without a good one between them.
     *
     * <pre>{@code
     * consecutive 3
     * }</pre>
     */
    @SetOnce
    public void consecutive(int samples) {
        if (samples < 1) {
            context.problem("'consecutive' takes 1 or more samples, not " + samples);
        }
        consecutive = Optional.of(samples);
    }

    /**
     * Sets how long after a start by a trigger no trigger of the file starts a run for the same lock. The default is the
     * RTO of the runbook, or 5 minutes without one. A start that was refused counts too.
     *
     * <pre>{@code
     * cooldown 30.minutes
     * }</pre>
     */
    @SetOnce
    public void cooldown(Duration time) {
        cooldown = Optional.of(Budgets.positive(context, "cooldown", time));
    }

    /**
     * Counts missing data as bad once it has been missing for this time. Without this word, a sample without data (no
     * answer, an empty result, NaN) is neither good nor bad.
     *
     * <pre>{@code
     * noData 5.minutes
     * }</pre>
     */
    @SetOnce
    public void noData(Duration time) {
        noData = Optional.of(Budgets.positive(context, "noData", time));
    }

    /**
     * Turns the trigger off in an environment. It is still measured and shown.
     *
     * <pre>{@code
     * enabled setting('automaticRollback')
     * }</pre>
     */
    @SetOnce
    public void enabled(@Accepts({Boolean.class, Setting.class}) Object value) {
        boolean unknown = value instanceof Setting && context.environment().isEmpty();
        enabled = unknown || Comparison.holds(value);
    }

    /**
     * Sets the conditions that hold while the system is bad, one per line; all must hold. They read the values of the
     * trigger's own action by name, and the handles of measurements and scores.
     *
     * <p>A condition on a value that is missing is no evidence: the sample is neither good nor bad. {@code !ok} holds
     * if the action failed, received no answer or took longer than its budget.
     *
     * <pre>{@code
     * when { !ok || json.status != 'healthy' }
     * }</pre>
     */
    @SetOnce
    public void when(@DelegatesTo(value = ExpectBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> conditions) {
        when = (when == null ? new Conditions(context) : when)
                .and(conditions, values -> new ExpectBlock(context, values));
    }
}
