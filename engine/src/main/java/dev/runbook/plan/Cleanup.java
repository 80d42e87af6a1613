package dev.runbook.plan;

import java.util.List;
import java.util.Optional;

/** The {@code cleanup} of a container: the last of its members, which runs however the container ended. */
public final class Cleanup {
    private Cleanup() {}

    /** Returns the cleanup among the members of a container, if it has one. */
    public static Optional<Group> of(List<? extends Node> members) {
        return members.stream().filter(Cleanup::is).map(Group.class::cast).findFirst();
    }

    /** Returns the members that run before the cleanup, in order. */
    public static List<Node> before(List<? extends Node> members) {
        return members.stream()
                .<Node>map(node -> node)
                .filter(node -> !is(node))
                .toList();
    }

    private static boolean is(Node node) {
        return node instanceof Group group && group.kind() == Group.Kind.CLEANUP;
    }
}
