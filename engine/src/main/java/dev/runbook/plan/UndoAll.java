package dev.runbook.plan;

/** {@code undoAll()} in a handler: takes back the finished steps of the container it stands in, each once, last first. */
public record UndoAll(Place at) implements Node.Single {}
