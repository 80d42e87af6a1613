package dev.runbook.dsl;

/** A value that only a run knows. It may be inserted into a text, and evaluated in a block of conditions. */
interface RunTimeValue extends PlainValue {}
