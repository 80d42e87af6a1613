package dev.runbook.lab.api;

/** How a deployment of the API behaves. */
public enum Behaviour {
    HEALTHY,
    /** Answers every request with 500. */
    FAILING,
    /** Answers right, but seconds late. */
    SLOW,
    /** Its programs end as soon as they start. */
    CRASHED
}
