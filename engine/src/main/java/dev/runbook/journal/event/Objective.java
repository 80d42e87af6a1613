package dev.runbook.journal.event;

/** What a runbook is measured against. */
public enum Objective {
    RTO,
    /** The hard limit of an RTO. */
    RTO_LIMIT,
    RPO;

    /** Returns the name for people: {@code RTO limit}. */
    public String describe() {
        return this == RTO_LIMIT ? "RTO limit" : name();
    }
}
