package dev.runbook.environment;

/** Starts and stops the lab of an environment with a {@code lab:} key; found through ServiceLoader. */
public interface LabLifecycle {
    boolean isUp(String lab);

    void start(String lab);

    void stop(String lab);
}
