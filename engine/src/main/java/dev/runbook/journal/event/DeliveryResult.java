package dev.runbook.journal.event;

/** How the delivery of a message ended. */
public enum DeliveryResult {
    /** Delivered to the receiver, perhaps late. */
    SENT,
    FAILED,
    TIMED_OUT
}
