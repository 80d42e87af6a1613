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

    /** Stops what still runs and follows another runbook, after which nothing more of this one is run. */
    public record FallBack(ReadRunbook runbook, Map<String, Object> arguments) implements Ending {}
}
