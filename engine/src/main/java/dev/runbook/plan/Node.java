package dev.runbook.plan;

/** Anything that stands in a runbook and takes its turn. */
public sealed interface Node permits Task, Group, Message, ClockMark {
    Place at();
}
