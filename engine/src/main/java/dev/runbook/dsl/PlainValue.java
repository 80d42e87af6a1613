package dev.runbook.dsl;

/** Wraps a plain value and adds methods for runbooks. */
interface PlainValue {
    /** The plain value, or an {@link dev.runbook.value.Unknown} while it is not known. */
    Object plain();
}
