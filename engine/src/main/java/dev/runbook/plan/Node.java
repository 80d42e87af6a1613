package dev.runbook.plan;

import java.util.List;
import java.util.Optional;

/**
 * Anything that stands in a runbook and takes its turn. Each says what stands within it, so that whoever looks for
 * something in all of a plan ({@link Plan#everyNode}) goes through nodes of every kind.
 */
public sealed interface Node permits Task, Group, ForEach, Background, Node.Single {
    Place at();

    /** What history and paths go by; empty for what has none. */
    String name();

    /** What stands directly within it, but for its handler. */
    List<? extends Node> members();

    Optional<Handler> onFailure();

    /** A node with nothing within it. */
    sealed interface Single extends Node permits UndoAll, Message, ClockMark {
        @Override
        default String name() {
            return "";
        }

        @Override
        default List<Node> members() {
            return List.of();
        }

        @Override
        default Optional<Handler> onFailure() {
            return Optional.empty();
        }
    }
}
