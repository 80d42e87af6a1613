package dev.runbook.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Members that are known only in a run, from the result of an earlier step: a {@code forEach}, or a {@code firstOf},
 * which goes through the list up to the first iteration that succeeds.
 *
 * @param atOnce how many iterations run concurrently; 1 means in order, stopping at the first that fails
 * @param of the source of the iterations, for the plan, e.g. {@code Tables: rows.name}
 * @param shown the members of one iteration as far as planning knows them
 * @param iterations reads the iterations with the values known in the run
 */
public record ForEach(
        Kind kind,
        String name,
        Place at,
        Optional<Budget> budget,
        int atOnce,
        String of,
        List<Node> shown,
        Iterations iterations,
        Optional<Handler> onFailure)
        implements Node {
    /** The label of any iteration, used where labels are known only in a run. */
    public static final String ANY_ITEM = "ITEM";

    /** Which iterations are run. */
    public enum Kind {
        /** All, or those up to the first that fails. */
        EACH("forEach"),
        /** Those up to the first that succeeds: its item is the value of the node. */
        FIRST("firstOf");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public ForEach {
        shown = List.copyOf(shown);
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.forEach(this);
    }

    /** Returns for people which iterations are run: {@code once for each of Tables: rows.name}. */
    public String describe() {
        return switch (kind) {
            case EACH -> "once for each of " + of;
            case FIRST -> "up to the first that holds of " + of;
        };
    }

    @Override
    public List<Node> members() {
        return shown;
    }

    @Override
    public Optional<Condition> onlyIf() {
        return Optional.empty();
    }

    @Override
    public boolean takesTime() {
        return true;
    }

    /** The second reading of a {@code forEach}. */
    @FunctionalInterface
    public interface Iterations {
        /** @throws dev.runbook.AuthorException when the value to iterate over is not a list, or is unknown */
        List<Iteration> read();

        /** Returns the names of the tasks in an iteration whose results are read after the last iteration. */
        default Set<String> readAfterwards() {
            return Set.of();
        }
    }

    /**
     * One iteration.
     *
     * @param label the item as text: unique among the iterations, part of the path of each member
     * @param item the element of the list
     */
    public record Iteration(String label, Object item, List<Node> members) {
        public Iteration {
            members = List.copyOf(members);
        }
    }
}
