package dev.runbook.trigger;

import dev.runbook.plan.Place;
import dev.runbook.plan.Work;
import java.time.Duration;
import java.util.Optional;

/**
 * A read-only action that is repeated.
 *
 * @param every its period
 * @param limit how long one measurement may take
 * @param baseline the number that is kept, to know what is normal; empty if none is
 * @param planned the action as planned
 * @param action the action of a new measurement: instants such as {@code 15.minutes.ago} count from now
 */
public record Measurement(
        String name,
        Place at,
        Duration every,
        Duration limit,
        Optional<KeptNumber> baseline,
        Work.Perform planned,
        Reading<Work.Perform> action) {

    /** Evaluates a part of a file again. */
    @FunctionalInterface
    public interface Reading<T> {
        /** @throws dev.runbook.AuthorException when it reads a value that is not there */
        T read();
    }

    /** Returns the same measurement, whose values are kept. */
    public Measurement with(Optional<KeptNumber> kept) {
        return new Measurement(name, at, every, limit, kept, planned, action);
    }
}
