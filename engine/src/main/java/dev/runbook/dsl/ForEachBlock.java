package dev.runbook.dsl;

import dev.runbook.AuthorException;
import dev.runbook.json.JsonWriter;
import dev.runbook.plan.Budget;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Place;
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

    private ForEachBlock(EvaluationContext context) {
        super(context);
    }

    static ForEach forEach(EvaluationContext context, String name, Closure<?> in, Closure<?> body) {
        Place at = context.here();
        Object planned =
                Values.plain(ValueVisibility.NOTHING.during(() -> context.evaluate(in, new OnlyIfBlock(context))));
        if (!(planned instanceof List || planned instanceof Unknown)) {
            context.problem(
                    "forEach '" + name + "' iterates over a list, and this is not a list",
                    "write in: { name.lines }, { name.rows } or { name.json.items }, with the name of an earlier step");
        }
        String of = shown(planned);
        ForEachBlock shown = new ForEachBlock(context);
        Set<String> afterwards = EvaluationContext.handles()
                .within(name, () -> context.outline(body, shown, Json.unknown("each of " + of)));
        if (shown.members().isEmpty()) {
            context.problemWith(NamePosition.NAME, name, "forEach '" + name + "' has no members");
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
                        return iterations(context, name, at, in, body);
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

    private static List<ForEach.Iteration> iterations(
            EvaluationContext context, String name, Place at, Closure<?> in, Closure<?> body) {
        List<ForEach.Iteration> iterations = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (Object item : items(context, name, at, in)) {
            String text = masked(
                    context,
                    item instanceof Map || item instanceof List ? JsonWriter.write(item) : String.valueOf(item));
            String label = labels.add(text) ? text : text + " (" + (iterations.size() + 1) + ")";
            ForEachBlock iteration = new ForEachBlock(context.inIteration(name, label));
            ValueVisibility.SO_FAR.during(() -> iteration.context.valueAgain(at, body, iteration, Json.of(item, name)));
            iterations.add(new ForEach.Iteration(label, iteration.members()));
        }
        context.nameIterations(
                name, iterations.stream().map(ForEach.Iteration::label).toList());
        return iterations;
    }

    /**
     * Masks the label of an iteration. Everything identifies an iteration by its label, including a resume, which knows
     * only the masked element.
     */
    private static String masked(EvaluationContext context, String label) {
        return context.environment()
                .map(environment -> environment.secrets().masker().mask(label))
                .orElse(label);
    }

    private static List<?> items(EvaluationContext context, String name, Place at, Closure<?> in) {
        Object found = Values.plain(context.valueAgain(at, in, new OnlyIfBlock(context)));
        if (found instanceof List<?> list) {
            return list;
        }
        throw new AuthorException(
                at + ": forEach '" + name + "' iterates over a list, and this is not a list: " + found);
    }

    /**
     * Sets how long all iterations together may take.
     *
     * <pre>{@code
     * budget 10.minutes
     * }</pre>
     */
    public void budget(Duration time) {
        budget = Optional.of(Budgets.budget(context, time, Map.of()));
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
        budget = Optional.of(Budgets.budget(context, time, options));
    }

    /**
     * Sets how many iterations run at once. By default they run in order, up to the first that fails.
     *
     * <pre>{@code
     * atOnce 4
     * }</pre>
     */
    public void atOnce(int iterations) {
        if (iterations < 1) {
            context.problem("atOnce takes 1 or more, not " + iterations);
        }
        atOnce = iterations;
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
        onFailure = Optional.of(OnFailureBlock.handler(context, body));
    }
}
