package dev.runbook.dsl;

import dev.runbook.plan.Condition;
import dev.runbook.plan.Threshold;
import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** One or more blocks of conditions; all of them must hold. */
final class Conditions implements Condition {
    private record Block(Closure<?> conditions, Function<Map<String, Object>, Object> words) {}

    private final EvaluationContext context;
    private final List<Block> blocks = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<String, Threshold> thresholds = new HashMap<>();

    Conditions(EvaluationContext context) {
        this.context = context;
    }

    /** @param words makes the words of the block from the results of the action */
    Conditions and(Closure<?> block, Function<Map<String, Object>, Object> words) {
        blocks.add(new Block(block, words));
        ConditionRecorder listing = ConditionRecorder.listing();
        context.evaluate(block, words.apply(Map.of()), listing);
        texts.addAll(listing.texts());
        names.addAll(listing.names());
        thresholds.putAll(listing.thresholds());
        return this;
    }

    @Override
    public List<String> texts() {
        return List.copyOf(texts);
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(names);
    }

    @Override
    public Map<String, Threshold> thresholds() {
        return Map.copyOf(thresholds);
    }

    @Override
    public List<Failed> failures(Map<String, Object> values, UnaryOperator<String> mask) {
        ConditionRecorder judge = ConditionRecorder.judging(context.request().shownFile(), mask);
        blocks.forEach(block -> context.judge(block.conditions(), block.words().apply(values), judge));
        return List.copyOf(judge.failures());
    }
}
