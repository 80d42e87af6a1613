package dev.runbook.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An {@code onFailure} block: its nodes, and how it ends. */
public record Handler(List<Node> nodes, Ending ending) {
    public Handler {
        nodes = List.copyOf(nodes);
    }

    /** Returns whether the run continues after a failure that this handler has handled. */
    public boolean ignoresFailure() {
        return ending instanceof CarryOn;
    }

    /** Returns the runbook that the handler falls back to; empty for another ending. */
    public Optional<FallBack> fallBack() {
        return ending instanceof FallBack to ? Optional.of(to) : Optional.empty();
    }

    /** What happens to the failure once the nodes of the handler have run. */
    public sealed interface Ending {
        <R> R accept(EndingVisitor<R> visitor);

        /** Returns the word of the language. */
        String word();
    }

    /** Answers for each ending of a handler. */
    public interface EndingVisitor<R> {
        R carryOn();

        R stop();

        R fallBack(FallBack to);
    }

    /** Continues after what the handler belongs to. */
    public record CarryOn() implements Ending {
        @Override
        public <R> R accept(EndingVisitor<R> visitor) {
            return visitor.carryOn();
        }

        @Override
        public String word() {
            return "carryOn";
        }
    }

    /** Passes the failure outward; the default. */
    public record Stop() implements Ending {
        @Override
        public <R> R accept(EndingVisitor<R> visitor) {
            return visitor.stop();
        }

        @Override
        public String word() {
            return "stop";
        }
    }

    /**
     * Stops what still runs and follows another runbook, after which nothing more of this one is run.
     *
     * @param runbook read with the values known before a run
     * @param again reads it with the values known in the run when it falls back
     */
    public record FallBack(ReadRunbook runbook, Map<String, Object> arguments, Again again) implements Ending {
        @Override
        public <R> R accept(EndingVisitor<R> visitor) {
            return visitor.fallBack(this);
        }

        @Override
        public String word() {
            return "fallBackTo";
        }

        public Plan plan() {
            return runbook.plan();
        }
    }

    /** The second reading of a runbook that is fallen back to. */
    @FunctionalInterface
    public interface Again {
        /** @throws dev.runbook.AuthorException when the runbook does not accept its arguments */
        ReadRunbook read();
    }
}
