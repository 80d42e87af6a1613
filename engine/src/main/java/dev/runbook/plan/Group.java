package dev.runbook.plan;

import java.util.List;
import java.util.Optional;

/** A {@code phase} (members in order) or a {@code parallel} (members at once). */
public record Group(
        Kind kind,
        String name,
        Place at,
        Optional<Budget> budget,
        Optional<Quorum> atLeast,
        Optional<Condition> onlyIf,
        List<Node> members,
        Optional<Handler> onFailure)
        implements Node {
    public Group {
        members = List.copyOf(members);
    }

    public enum Kind {
        PHASE("phase"),
        PARALLEL("parallel");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** How many members must be ok. Exactly one of the two is above zero. */
    public record Quorum(int count, int percent) {
        /** Of so many; a percentage is rounded up. */
        public int of(int members) {
            return count > 0 ? count : (members * percent + 99) / 100;
        }
    }
}
