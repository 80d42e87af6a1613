package dev.runbook.dsl;

/** A value only a run knows. It may be carried into a text, and judged in a block of conditions. */
interface RunTimeValue extends PlainValue {}
