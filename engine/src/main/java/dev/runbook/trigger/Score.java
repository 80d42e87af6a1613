package dev.runbook.trigger;

import dev.runbook.plan.Condition;
import dev.runbook.plan.Place;
import java.util.List;

/** A sum of points, each added while its conditions hold. */
public record Score(String name, Place at, List<Points> points) {
    public Score {
        points = List.copyOf(points);
    }

    /** Some points and the conditions for them. */
    public record Points(int number, Condition when) {}
}
