package dev.runbook.plan;

/** Stakeholders that have been read once, and the means to let their texts see the values of a run. */
public interface ReadStakeholders {
    Stakeholders stakeholders();

    /** Makes the values of the run visible to the texts of the messages from now on; called once. */
    void runsWith(KnownValues known);
}
