package dev.runbook.dsl;

import dev.runbook.dsl.DeclaredHandles.Declared;
import dev.runbook.value.Unknown;
import groovy.lang.Closure;
import groovy.transform.stc.ClosureParams;
import groovy.transform.stc.FromString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The results of the steps of a loop, in iteration order. After the loop, a handle declared in a {@code for} or
 * {@code forEach} has this type: {@code checks*.ok}, {@code checks.every { it.ok }}, {@code checks[0].stdout}.
 */
public final class Handles {
    private static final String ELEMENT = "dev.runbook.dsl.Handle";

    private final EvaluationContext context;
    private final String name;
    private final List<Declared> declared;

    Handles(EvaluationContext context, String name, List<Declared> declared) {
        this.context = context;
        this.name = name;
        this.declared = declared;
    }

    /**
     * The list of the values of this name; unknown while one of them is. Compiled runbooks read {@code checks*.name}
     * with this method.
     */
    @NotAWord
    public Json at(String value) {
        String source = name + ": " + value;
        Optional<List<Handle>> iterations = iterations();
        List<Object> values = new ArrayList<>();
        for (Handle iteration : iterations.orElse(List.of())) {
            values.add(iteration.plain(value));
        }
        return iterations.isEmpty() || values.stream().anyMatch(Unknown.class::isInstance)
                ? Json.unknown(source, () -> at(value))
                : Json.of(values, source);
    }

    /** The handle of one iteration; the first is 0, the last is -1. */
    public Handle getAt(int index) {
        return iterations()
                .map(iterations -> iteration(iterations, index))
                .orElseGet(() -> Handle.later(
                        context,
                        name + "[" + index + "]",
                        () -> iterations().map(iterations -> iteration(iterations, index))));
    }

    private Handle iteration(List<Handle> iterations, int index) {
        int at = index < 0 ? iterations.size() + index : index;
        if (at < 0 || at >= iterations.size()) {
            throw new Unreadable("'" + name + "[" + index + "]' does not exist: the loop had " + iterations.size()
                    + (iterations.size() == 1 ? " iteration" : " iterations"));
        }
        return iterations.get(at);
    }

    /** The sum of the numbers of this name over all iterations: {@code carried.sum('inserted')}. */
    public Json sum(String value) {
        return at(value).sum();
    }

    /** The smallest of the values of this name. */
    public Json min(String value) {
        return at(value).min();
    }

    /** The largest of the values of this name. */
    public Json max(String value) {
        return at(value).max();
    }

    /** The number of iterations. */
    public int size() {
        return known().size();
    }

    /** Whether the block holds for every iteration. */
    public boolean every(@ClosureParams(value = FromString.class, options = ELEMENT) Closure<?> block) {
        return known().stream().allMatch(iteration -> Comparison.holds(block.call(iteration)));
    }

    /** Whether the block holds for at least one iteration. */
    public boolean any(@ClosureParams(value = FromString.class, options = ELEMENT) Closure<?> block) {
        return known().stream().anyMatch(iteration -> Comparison.holds(block.call(iteration)));
    }

    private List<Handle> known() {
        return iterations()
                .orElseThrow(() -> new Unreadable("the iterations of ‹" + name + "› are known only in a run"));
    }

    /** The handle of each iteration; empty while the iterations of a {@code forEach} are not known. */
    private Optional<List<Handle>> iterations() {
        List<Handle> all = new ArrayList<>();
        for (Declared one : declared) {
            List<EvaluationContext> places = List.of(one.handle().context());
            for (String loop : one.loops()) {
                List<EvaluationContext> inside = new ArrayList<>();
                for (EvaluationContext place : places) {
                    Optional<List<String>> labels = place.iterations(loop);
                    if (labels.isEmpty()) {
                        return Optional.empty();
                    }
                    labels.get().forEach(label -> inside.add(place.inIteration(loop, label)));
                }
                places = inside;
            }
            places.forEach(place -> all.add(new Handle(place, one.handle().task())));
        }
        return Optional.of(all);
    }
}
