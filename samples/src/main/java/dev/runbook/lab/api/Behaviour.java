package dev.runbook.lab.api;

/** The behaviour of a deployment of the API. */
public enum Behaviour {
    HEALTHY,
    /** Answers every request with 500. */
    FAILING,
    /** Answers correctly, but seconds late. */
    SLOW,
    /** Answers correctly, but later than the longest patience of a plan. */
    VERY_SLOW,
    /** Its programs end as soon as they start. */
    CRASHED
}
