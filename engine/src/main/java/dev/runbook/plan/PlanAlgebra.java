package dev.runbook.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the values of the parts of a plan combine to the value of the whole: a worst case, a simulated run, a sum. {@link
 * PlanFold} decides which parts there are and what a handler's ending means; an algebra only computes.
 *
 * @param <T> the value of a part
 */
public interface PlanAlgebra<T> {
    /** A node and its value, the node's handler included. */
    record Part<T>(Node node, T value) {}

    /** Returns the value of a node that takes no time and cannot fail. */
    T nothing();

    /**
     * Returns the value of a step or a verify, whatever its handler does.
     *
     * @param followed the value of the followed runbook and of the verifies of the task; empty if it performs an action
     */
    T task(Task task, String path, Optional<Supplier<T>> followed);

    /** @param iteration the value of one iteration; how many there are is known only in a run */
    T forEach(ForEach forEach, String path, Supplier<T> iteration);

    /** Returns the value of two parts in order; the second is reached only if the run continues after the first. */
    T then(T first, T second);

    /** Returns the value of members in order. */
    default T inOrder(List<Part<T>> members) {
        return members.stream().map(Part::value).reduce(nothing(), this::then);
    }

    /** Returns the value of the members of a {@code parallel}, with its quorum. */
    T parallel(Group group, List<Part<T>> members);

    /** Returns the value of a group's members, bounded by its budget. */
    T within(Budget budget, T members);

    /** Returns the value of a part where, if it fails, {@code recovery} takes the place of the failure. */
    T onFailure(T part, Supplier<T> recovery);

    /** Returns the value of a part after which, however it ended, the cleanup of its container runs. */
    default T cleanedUp(T part, T cleanup) {
        return then(part, cleanup);
    }

    /** Returns the value of a part after which the failure passes outward. */
    T failing(T part);

    /** Returns the value of a runbook after which nothing more of the runbook that fell back is run. */
    T fallingBack(T other);

    /** An algebra of the path without failures: handlers have no value. */
    interface WithoutFailures<T> extends PlanAlgebra<T> {
        @Override
        default T onFailure(T part, Supplier<T> recovery) {
            return part;
        }

        @Override
        default T failing(T part) {
            return part;
        }

        @Override
        default T fallingBack(T other) {
            return other;
        }
    }
}
