package dev.runbook.plan;

import dev.runbook.value.Quorum;
import java.util.List;
import java.util.Optional;

/** A {@code phase} (members in order) or a {@code parallel} (members concurrently). */
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
}
