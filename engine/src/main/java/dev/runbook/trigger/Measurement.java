package dev.runbook.trigger;

import dev.runbook.plan.Place;
import dev.runbook.plan.Work;
import java.time.Duration;

/**
 * A read-only action that is repeated.
 *
 * @param every its period
 * @param limit how long one measurement may take
 * @param planned the action as planned
 * @param action the action of a new measurement: instants such as {@code 15.minutes.ago} count from now
 */
public record Measurement(
        String name, Place at, Duration every, Duration limit, Work.Perform planned, Reading<Work.Perform> action) {

    /** Evaluates a part of a file again. */
    @FunctionalInterface
    public interface Reading<T> {
        /** @throws dev.runbook.AuthorException when it reads a value that is not there */
        T read();
    }
}
