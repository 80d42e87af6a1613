package dev.runbook.watch;

/** Starts a run as a process that survives this one. */
public interface RunStarter {
    /**
     * Starts a process for the run of an incident, and returns at once. If the run cannot be started, the process says
     * so in the {@link IncidentStore}.
     *
     * @throws dev.runbook.EngineException when no process can be started
     */
    void start(Incident incident);

    /** Returns whether the process that this one has started for an incident still runs. */
    boolean alive(String incident);

    /** Returns whether people have approved the start of the run of an incident. */
    boolean approved(String incident);
}
