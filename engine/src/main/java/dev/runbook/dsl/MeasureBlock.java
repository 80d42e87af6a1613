package dev.runbook.dsl;

import dev.runbook.action.ActionSpec;
import dev.runbook.plan.Place;
import dev.runbook.plan.Work;
import dev.runbook.time.Durations;
import dev.runbook.time.TimeText;
import dev.runbook.trigger.KeptNumber;
import dev.runbook.trigger.Measurement;
import groovy.lang.Closure;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code measure(name) { }}: one action that only reads; scores and triggers read its values. */
public final class MeasureBlock extends ScriptActions {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final Duration SHORTEST_BASELINE = Duration.ofDays(1);
    private static final Pattern NUMBER = Pattern.compile("(json|row)(\\.\\w+)+");
    private static final Duration LONGEST_BASELINE = Duration.ofDays(60);

    private Optional<Duration> budget = Optional.empty();
    private Optional<KeptNumber> baseline = Optional.empty();

    MeasureBlock(EvaluationContext context) {
        super(context);
    }

    static Optional<Measurement> measurement(EvaluationContext context, String name, Closure<?> body, Duration every) {
        Place at = context.here();
        MeasureBlock block = new MeasureBlock(context);
        context.triggers().measuring(() -> context.evaluateOrReport(body, block));
        if (block.action().isEmpty()) {
            context.problemWith(
                    NamePosition.NAME, name, "measure '" + name + "' has no action", block.oneOfTheActions());
        }
        block.checkBaseline(name);
        return measurement(context, name, at, every, block.budget, block, () -> {
                    MeasureBlock again = new MeasureBlock(context);
                    context.measureAgain(at, body, again);
                    return again.perform().orElseThrow();
                })
                .map(measured -> measured.with(block.baseline));
    }

    /** Creates the measurement of a block with one action; empty without an action. */
    static Optional<Measurement> measurement(
            EvaluationContext context,
            String name,
            Place at,
            Duration every,
            Optional<Duration> budget,
            ActionBlock block,
            Measurement.Reading<Work.Perform> again) {
        Duration limit = budget.orElse(Durations.shorter(every, LONGEST));
        if (limit.compareTo(every) > 0) {
            context.problemWith(
                    NamePosition.NAME,
                    name,
                    "'" + name + "' may take longer than its period: a budget above 'every'",
                    "shorten the budget, or measure less often");
        }
        return block.perform()
                .map(planned -> new Measurement(name, at, every, limit, Optional.empty(), planned, again));
    }

    /** Reports a baseline of a value that the action does not have. */
    private void checkBaseline(String name) {
        baseline.ifPresent(kept -> action().flatMap(spec -> ActionWord.of(spec.word()))
                .ifPresent(word -> {
                    String first = kept.path().get(0);
                    if (!word.leaves().contains(first)) {
                        context.problemWith(
                                NamePosition.NAME,
                                name,
                                "the baseline of '" + name + "' keeps '" + first + "', and " + word + " provides no '"
                                        + first + "'",
                                word.leaves().contains("json") ? "write baseline 7.days, of: 'json.NAME'" : "");
                    }
                }));
    }

    @Override
    void act(ActionSpec spec) {
        super.act(ReadOnlyAction.of(context, spec));
    }

    /**
     * Sets how long one measurement may take; the default is the period, at most 10 seconds. A measurement that takes
     * longer is stopped and counts as one without an answer.
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
     * Keeps the values of the measurement for this time, one to sixty days, so that a trigger can compare with what is
     * normal. {@code normal} is the median of the values at this time of day, if there are enough days, else of all;
     * {@code spread} is their median distance from it. They are known once an hour of values has been kept, by {@code
     * watch}; until then conditions that read them have no data.
     *
     * <pre>{@code
     * prometheus 'histogram_quantile(0.95, sum by (le) (rate(request_seconds_bucket[5m])))', on: 'monitoring'
     * baseline 7.days
     * }</pre>
     */
    public void baseline(Duration time) {
        keep(time, KeptNumber.VALUE);
    }

    /**
     * Keeps one number of the results: of the JSON document that a server returns ({@code json.…}), or of the first row
     * ({@code row.…}).
     *
     * <pre>{@code
     * http { get "${service('monitoring')}/metrics" }
     * baseline 7.days, of: 'json.responseTime'
     * }</pre>
     */
    public void baseline(
            @NamedParams(@NamedParam(value = "of", type = String.class, required = true)) Map<String, Object> options,
            Duration time) {
        String of = (String) options.get("of");
        if (!NUMBER.matcher(of).matches()) {
            context.problem(
                    "'of' names a number of the document or the first row, not '" + of + "'",
                    "write of: 'json.NAME' or of: 'row.NAME'");
        }
        keep(time, List.of(of.split("\\.", -1)));
    }

    private void keep(Duration time, List<String> path) {
        if (time.compareTo(SHORTEST_BASELINE) < 0 || time.compareTo(LONGEST_BASELINE) > 0) {
            context.problem("'baseline' takes one day to sixty days, not " + TimeText.of(time));
        }
        baseline = Optional.of(new KeptNumber(time, path));
    }
}
