package dev.runbook.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Members known only in a run, from what an earlier step left.
 *
 * @param atOnce how many rounds run at once; 1 means in order, stopping at the first that fails
 * @param of what the rounds come from, for the plan, e.g. {@code Tables: rows.name}
 * @param shown the members of one round as far as planning knows them
 * @param rounds reads the rounds with the values the run knows by then
 */
public record ForEach(
        String name,
        Place at,
        Optional<Budget> budget,
        int atOnce,
        String of,
        List<Node> shown,
        Rounds rounds,
        Optional<Handler> onFailure)
        implements Node {
    public ForEach {
        shown = List.copyOf(shown);
    }

    @Override
    public List<Node> members() {
        return shown;
    }

    /** The second reading of a {@code forEach}. */
    @FunctionalInterface
    public interface Rounds {
        /** @throws dev.runbook.AuthorException when what it goes over is no list, or is not known */
        List<Round> read();

        /** The names of the tasks in a round whose results are read after the last round. */
        default Set<String> readAfterwards() {
            return Set.of();
        }
    }

    /**
     * One round.
     *
     * @param label the item as text: unique among the rounds, part of the path of each member
     */
    public record Round(String label, List<Node> members) {
        public Round {
            members = List.copyOf(members);
        }
    }
}
