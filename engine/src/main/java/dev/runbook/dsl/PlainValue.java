package dev.runbook.dsl;

/** What stands for a plain value in a runbook, with words of its own. */
interface PlainValue {
    /** The plain value, or an {@link dev.runbook.value.Unknown} while it is not known. */
    Object plain();
}
