package dev.runbook.plan;

import dev.runbook.action.Quorum;
import java.util.List;
import java.util.Optional;

/**
 * A {@code phase} (members in order), a {@code parallel} (members concurrently) or the {@code cleanup} of a container,
 * which is the last of its members.
 */
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

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.group(this);
    }

    @Override
    public boolean takesTime() {
        return true;
    }

    /** Returns the members that count toward the quorum: a message does not. */
    public int counted() {
        return (int) members.stream().filter(Node::takesTime).count();
    }

    /** Returns how many of the counted members must succeed. */
    public int required() {
        return atLeast.map(quorum -> quorum.of(counted())).orElseGet(this::counted);
    }

    public enum Kind {
        PHASE("phase"),
        PARALLEL("parallel"),
        /** Members that run in order at the end of their container, however it ended. */
        CLEANUP("cleanup");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
