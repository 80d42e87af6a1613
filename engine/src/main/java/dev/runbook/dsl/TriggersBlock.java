package dev.runbook.dsl;

import dev.runbook.plan.Place;
import dev.runbook.trigger.Measurement;
import dev.runbook.trigger.Score;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code triggers(id) { }}: measurements, and the triggers that read them. */
public final class TriggersBlock extends ValuesBlock {
    private static final Duration DEFAULT_PERIOD = Duration.ofSeconds(15);

    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Score> scores = new ArrayList<>();
    private final DeclaredTriggers triggers = new DeclaredTriggers();
    private Optional<Duration> every = Optional.empty();

    TriggersBlock(EvaluationContext context) {
        super(context);
    }

    List<Measurement> measurements() {
        return measurements;
    }

    List<Score> scores() {
        return scores;
    }

    DeclaredTriggers triggers() {
        return triggers;
    }

    /**
     * Sets the period of all measurements of the file; the default is 15 seconds. Write it above the measurements.
     *
     * <pre>{@code
     * every 15.seconds
     * }</pre>
     */
    @SetOnce
    public void every(Duration time) {
        if (!measurements.isEmpty() || !triggers.isEmpty()) {
            context.problem("'every' comes too late: a measurement above it has another period", "move it to the top");
        }
        every = Optional.of(Budgets.positive(context, "every", time));
    }

    /**
     * Measures something with one action that only reads. Scores and triggers read the values through the handle; a
     * measurement cannot read another one. SQL is sent read-only; {@code http} accepts only {@code get} and
     * {@code head}.
     *
     * <pre>{@code
     * def errors = measure('Error rate') { prometheus 'sum(rate(errors_total[1m]))', on: 'monitoring' }
     * }</pre>
     */
    public Handle measure(
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = MeasureBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        String title = context.declare(name);
        MeasureBlock.measurement(context, title, body, every.orElse(DEFAULT_PERIOD))
                .ifPresent(measurements::add);
        return new Handle(context, title);
    }

    /**
     * Adds up points from measurements; triggers compare the sum with a threshold.
     *
     * <pre>{@code
     * def total = score('Total') {
     *     add 30, when: { !health.ok }
     *     add 25, when: { errors.value > 0.10 }
     * }
     * trigger('Score of 30') { severity medium; when { total >= 30 }; tell 'tech-team' }
     * }</pre>
     */
    public Json score(
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = ScoreBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        String title = context.declare(name);
        Place at = context.here();
        ScoreBlock block = new ScoreBlock(context);
        context.evaluateOrReport(body, block);
        if (block.points().isEmpty()) {
            context.problemWith(
                    NamePosition.NAME, title, "score '" + title + "' has no points", "write add 30, when: { … }");
        }
        scores.add(new Score(title, at, block.points()));
        return new Handle(context, title).getValue();
    }

    /**
     * Decides when to start a runbook or to send a message.
     *
     * <pre>{@code
     * trigger('Error rate of 10 percent') {
     *     severity critical
     *     sustained 2.minutes
     *     when { errors.value > 0.10 }
     *     start 'erpgo/immediate-rollback', reason: "error rate ${errors.value}"
     * }
     * }</pre>
     */
    public void trigger(
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = TriggerBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        TriggerPlace where = new TriggerPlace(false, Optional.of(every.orElse(DEFAULT_PERIOD)));
        TriggerBlock.trigger(context, context.declare(name), context.here(), body, where, triggers);
    }
}
