package dev.runbook.plan;

import java.util.List;
import java.util.Map;

/** An {@code onFailure} block: what is done, and the word it ends in. */
public record Handler(List<Node> nodes, Ending ending) {
    public Handler {
        nodes = List.copyOf(nodes);
    }

    public sealed interface Ending {}

    /** Goes on after the thing the handler belongs to. */
    public record CarryOn() implements Ending {}

    /** Passes the failure outward; the default. */
    public record Stop() implements Ending {}

    /**
     * Stops what still runs and follows another runbook, after which nothing more of this one is run.
     *
     * @param runbook read with what is known before a run
     * @param again reads it with what the run knows when it falls back
     */
    public record FallBack(ReadRunbook runbook, Map<String, Object> arguments, Again again) implements Ending {
        /** One whose arguments are all known before a run. */
        public FallBack(ReadRunbook runbook, Map<String, Object> arguments) {
            this(runbook, arguments, () -> runbook);
        }
    }

    /** The second reading of a runbook that is fallen back to. */
    @FunctionalInterface
    public interface Again {
        /** @throws dev.runbook.AuthorException when the runbook does not take what it is given */
        ReadRunbook read();
    }
}
