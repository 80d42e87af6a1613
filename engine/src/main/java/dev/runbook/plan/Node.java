package dev.runbook.plan;

/** Anything that stands in a runbook and takes its turn. */
public sealed interface Node permits Task, Group, ForEach, Background, UndoAll, Message, ClockMark {
    Place at();
}
