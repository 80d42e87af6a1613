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
import java.util.function.Function;
import java.util.stream.Collectors;

/** Iterations: how long all of them may take, and the handler of their failure. */
public abstract class IterationsBlock extends MembersBlock {
    private static final int MOST_SHOWN = 10;

    private Optional<Budget> budget = Optional.empty();
    private Optional<Handler> onFailure = Optional.empty();

    IterationsBlock(EvaluationContext context) {
        super(context);
    }

    /** How many iterations run at once. */
    int concurrency() {
        return 1;
    }

    /** @param words makes the block of one iteration */
    static ForEach iterations(
            ForEach.Kind kind,
            EvaluationContext context,
            String name,
            Closure<?> in,
            Closure<?> body,
            Function<EvaluationContext, IterationsBlock> words) {
        Place at = context.here();
        Object planned =
                Values.plain(ValueVisibility.NOTHING.during(() -> context.evaluate(in, new OnlyIfBlock(context))));
        if (!(planned instanceof List || planned instanceof Unknown)) {
            context.problem(
                    kind.word() + " '" + name + "' iterates over a list, and this is not a list",
                    "write in: { name.lines }, { name.rows } or { name.json.items }, with the name of an earlier step");
        }
        String of = shown(planned);
        IterationsBlock shown = words.apply(context);
        Set<String> afterwards = EvaluationContext.handles()
                .within(name, () -> context.outline(body, shown, Json.unknown("each of " + of)));
        if (shown.members().isEmpty()) {
            context.problemWith(NamePosition.NAME, name, kind.word() + " '" + name + "' has no members");
        }
        Source source = new Source(kind, context, name, at, in);
        return new ForEach(
                kind,
                name,
                at,
                shown.budget,
                shown.concurrency(),
                of,
                shown.members(),
                new ForEach.Iterations() {
                    @Override
                    public List<ForEach.Iteration> read() {
                        return source.iterations(body, words);
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

    /** The list that the iterations go over. */
    private record Source(ForEach.Kind kind, EvaluationContext context, String name, Place at, Closure<?> in) {
        List<ForEach.Iteration> iterations(Closure<?> body, Function<EvaluationContext, IterationsBlock> words) {
            List<ForEach.Iteration> iterations = new ArrayList<>();
            Set<String> labels = new HashSet<>();
            for (Object item : items()) {
                String text = masked(
                        item instanceof Map || item instanceof List ? JsonWriter.write(item) : String.valueOf(item));
                String label = labels.add(text) ? text : text + " (" + (iterations.size() + 1) + ")";
                IterationsBlock iteration = words.apply(context.inIteration(name, label));
                ValueVisibility.SO_FAR.during(
                        () -> iteration.context.valueAgain(at, body, iteration, Json.of(item, name)));
                iterations.add(new ForEach.Iteration(label, item, iteration.members()));
            }
            context.nameIterations(
                    name, iterations.stream().map(ForEach.Iteration::label).toList());
            return iterations;
        }

        /**
         * Masks the label of an iteration. Everything identifies an iteration by its label, including a resume, which
         * knows only the masked element.
         */
        private String masked(String label) {
            return context.environment()
                    .map(environment -> environment.secrets().masker().mask(label))
                    .orElse(label);
        }

        private List<?> items() {
            Object found = Values.plain(context.valueAgain(at, in, new OnlyIfBlock(context)));
            if (found instanceof List<?> list) {
                return list;
            }
            throw new AuthorException(
                    at + ": " + kind.word() + " '" + name + "' iterates over a list, and this is not a list: " + found);
        }
    }

    /**
     * Sets how long all iterations together may take.
     *
     * <pre>{@code
     * budget 10.minutes
     * }</pre>
     */
    @SetOnce
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
    @SetOnce
    public void budget(
            @NamedParams(@NamedParam(value = "limit", type = Duration.class, required = true))
                    Map<String, Object> options,
            Duration time) {
        budget = Optional.of(Budgets.budget(context, time, options));
    }

    /**
     * Handles the failure of the iterations; the iterations that follow do not run.
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
