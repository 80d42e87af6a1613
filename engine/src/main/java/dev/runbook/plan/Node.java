package dev.runbook.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An element of a runbook that is executed in turn. Each node lists the nodes within it, so that a search of the whole
 * plan ({@link Plan#everyNode}) covers nodes of every kind; whoever treats the kinds differently is a
 * {@link NodeVisitor}.
 */
public sealed interface Node permits Task, Group, ForEach, Background, Node.Single {
    <R> R accept(NodeVisitor<R> visitor);

    Place at();

    /** Returns the name used by history and paths; empty for a node without a name. */
    String name();

    /** Returns the nodes directly within it, except for its handler. */
    List<? extends Node> members();

    Optional<Handler> onFailure();

    /** Returns the conditions under which it is executed; empty if it always is. */
    Optional<Condition> onlyIf();

    /** Returns whether the path without failures takes time for it, and it can fail. */
    boolean takesTime();

    /** Returns this node and all nodes within it, handlers included. Nodes of other runbooks are excluded. */
    default Stream<Node> everyNode() {
        Stream<Node> inner = Stream.concat(
                        members().stream(), onFailure().stream().flatMap(handler -> handler.nodes().stream()))
                .flatMap(Node::everyNode);
        return Stream.concat(Stream.of(this), inner);
    }

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

        @Override
        default Optional<Condition> onlyIf() {
            return Optional.empty();
        }

        @Override
        default boolean takesTime() {
            return false;
        }
    }
}
