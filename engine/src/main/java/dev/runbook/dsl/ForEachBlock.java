package dev.runbook.dsl;

import dev.runbook.AuthorException;
import dev.runbook.plan.Budget;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Place;
import dev.runbook.value.JsonWriter;
import dev.runbook.value.Template;
import dev.runbook.value.Unknown;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code forEach(name, in: { }) { one -> }}: members known only in a run, one iteration per element from an earlier
 * step.
 */
public final class ForEachBlock extends MembersBlock {
    private static final int MOST_SHOWN = 10;

    private Optional<Budget> budget = Optional.empty();
    private Optional<Handler> onFailure = Optional.empty();
    private int atOnce = 1;

    private ForEachBlock(EvaluationContext reading) {
        super(reading);
    }

    static ForEach forEach(EvaluationContext reading, String name, Closure<?> in, Closure<?> body) {
        Place at = reading.here();
        Object planned =
                Values.plain(ValueVisibility.NOTHING.during(() -> reading.evaluate(in, new OnlyIfBlock(reading))));
        if (!(planned instanceof List || planned instanceof Unknown)) {
            reading.problem(
                    "forEach '" + name + "' goes over a list, and this is not one",
                    "write in: { name.lines }, { name.rows } or { name.json.items }, with the name of an earlier step");
        }
        String of = shown(planned);
        ForEachBlock shown = new ForEachBlock(reading);
        Set<String> afterwards = EvaluationContext.handles()
                .within(name, () -> reading.outline(body, shown, Json.unknown("each of " + of)));
        if (shown.members().isEmpty()) {
            reading.problemWith(NamePosition.NAME, name, "forEach '" + name + "' has no members");
        }
        return new ForEach(
                name,
                at,
                shown.budget,
                shown.atOnce,
                of,
                shown.members(),
                new ForEach.Iterations() {
                    @Override
                    public List<ForEach.Iteration> read() {
                        return rounds(reading, name, at, in, body);
                    }

                    @Override
                    public Set<String> readAfterwards() {
                        return afterwards;
                    }
                },
                shown.onFailure);
    }

    /** Describes what the iterations go over: its source, or the values if already known. */
    private static String shown(Object planned) {
        if (planned instanceof Unknown unknown) {
            return unknown.source();
        }
        return planned instanceof List<?> list && !list.isEmpty() && list.size() <= MOST_SHOWN
                ? list.stream().map(Template::readable).collect(Collectors.joining(", "))
                : "a list";
    }

    private static List<ForEach.Iteration> rounds(
            EvaluationContext reading, String name, Place at, Closure<?> in, Closure<?> body) {
        List<ForEach.Iteration> rounds = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (Object item : items(reading, name, at, in)) {
            String text = masked(
                    reading,
                    item instanceof Map || item instanceof List ? JsonWriter.write(item) : String.valueOf(item));
            String label = labels.add(text) ? text : text + " (" + (rounds.size() + 1) + ")";
            ForEachBlock round = new ForEachBlock(reading.inRound(name, label));
            ValueVisibility.SO_FAR.during(() -> round.reading.valueAgain(at, body, round, Json.of(item, name)));
            rounds.add(new ForEach.Iteration(label, round.members()));
        }
        reading.roundsAre(name, rounds.stream().map(ForEach.Iteration::label).toList());
        return rounds;
    }

    /**
     * Masks the label of an iteration. Everything identifies an iteration by its label, including a resume, which knows
     * only the masked element.
     */
    private static String masked(EvaluationContext reading, String label) {
        return reading.environment()
                .map(environment -> environment.secrets().masker().mask(label))
                .orElse(label);
    }

    private static List<?> items(EvaluationContext reading, String name, Place at, Closure<?> in) {
        Object found = Values.plain(reading.valueAgain(at, in, new OnlyIfBlock(reading)));
        if (found instanceof List<?> list) {
            return list;
        }
        throw new AuthorException(at + ": forEach '" + name + "' goes over a list, and this is not one: " + found);
    }

    /**
     * Sets how long all iterations together may take.
     *
     * <pre>{@code
     * budget 10.minutes
     * }</pre>
     */
    public void budget(Duration time) {
        budget = Optional.of(Budgets.budget(reading, time, Map.of()));
    }

    /**
     * Sets how long all iterations together should take, and the limit at which they are stopped.
     *
     * <pre>{@code
     * budget 45.minutes, limit: 60.minutes
     * }</pre>
     */
    public void budget(
            @NamedParams(@NamedParam(value = "limit", type = Duration.class, required = true))
                    Map<String, Object> options,
            Duration time) {
        budget = Optional.of(Budgets.budget(reading, time, options));
    }

    /**
     * Sets how many iterations run at once. By default they run in order, up to the first that fails.
     *
     * <pre>{@code
     * atOnce 4
     * }</pre>
     */
    public void atOnce(int rounds) {
        if (rounds < 1) {
            reading.problem("atOnce takes 1 or more, not " + rounds);
        }
        atOnce = rounds;
    }

    /**
     * Handles the failure of an iteration.
     *
     * <pre>{@code
     * onFailure { carryOn() }
     * }</pre>
     */
    public void onFailure(
            @DelegatesTo(value = OnFailureBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        onFailure = Optional.of(OnFailureBlock.handler(reading, body));
    }
}
