package dev.runbook.plan;

import java.util.List;
import java.util.Map;

/** An {@code onFailure} block: its nodes, and how it ends. */
public record Handler(List<Node> nodes, Ending ending) {
    public Handler {
        nodes = List.copyOf(nodes);
    }

    public sealed interface Ending {}

    /** Continues after what the handler belongs to. */
    public record CarryOn() implements Ending {}

    /** Passes the failure outward; the default. */
    public record Stop() implements Ending {}

    /**
     * Stops what still runs and follows another runbook, after which nothing more of this one is run.
     *
     * @param runbook read with the values known before a run
     * @param again reads it with the values known in the run when it falls back
     */
    public record FallBack(ReadRunbook runbook, Map<String, Object> arguments, Again again) implements Ending {
        /** For a fallback whose arguments are all known before a run. */
        public FallBack(ReadRunbook runbook, Map<String, Object> arguments) {
            this(runbook, arguments, () -> runbook);
        }
    }

    /** The second reading of a runbook that is fallen back to. */
    @FunctionalInterface
    public interface Again {
        /** @throws dev.runbook.AuthorException when the runbook does not accept its arguments */
        ReadRunbook read();
    }
}
