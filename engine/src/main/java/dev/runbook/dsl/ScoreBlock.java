package dev.runbook.dsl;

import dev.runbook.trigger.Score;
import groovy.lang.Closure;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code score(name) { }}: points that are added while their conditions hold. */
public final class ScoreBlock extends ValuesBlock {
    private final List<Score.Points> points = new ArrayList<>();

    ScoreBlock(EvaluationContext context) {
        super(context);
    }

    List<Score.Points> points() {
        return points;
    }

    /**
     * Adds points to the score while all conditions hold. A condition on a measurement without an answer adds nothing,
     * and is not a good sample either; {@code !health.ok} tests for the missing answer.
     *
     * <pre>{@code
     * add 30, when: { !health.ok }
     * add 25, when: { errors.value > 0.10 }
     * }</pre>
     */
    public void add(
            @NamedParams(@NamedParam(value = "when", type = Closure.class, required = true))
                    Map<String, Object> options,
            int number) {
        if (number < 1) {
            context.problem("'add' takes 1 or more points, not " + number);
        }
        Conditions when =
                new Conditions(context).and((Closure<?>) options.get("when"), nothing -> new OnlyIfBlock(context));
        points.add(new Score.Points(number, when));
    }
}
