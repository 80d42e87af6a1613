package dev.runbook.plan;

import java.util.List;
import java.util.Optional;

/**
 * An element of a runbook that is executed in turn. Each node lists the nodes within it, so that a search of the whole
 * plan ({@link Plan#everyNode}) covers nodes of every kind.
 */
public sealed interface Node permits Task, Group, ForEach, Background, Node.Single {
    Place at();

    /** Returns the name used by history and paths; empty for a node without a name. */
    String name();

    /** Returns the nodes directly within it, except for its handler. */
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
