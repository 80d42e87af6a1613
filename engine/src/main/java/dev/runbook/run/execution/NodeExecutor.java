package dev.runbook.run.execution;

import dev.runbook.plan.Node;

/** Executes one kind of node; its {@code onFailure} block included, where it has one. */
@FunctionalInterface
interface NodeExecutor<N extends Node> {
    /** Blocks until the node has ended. */
    NodeResult execute(N node, Scope scope);
}
