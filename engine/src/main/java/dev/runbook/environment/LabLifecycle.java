package dev.runbook.environment;

/** Starts and stops the stand-in estate an environment with a {@code lab:} key acts on; found through ServiceLoader. */
public interface LabLifecycle {
    boolean isUp(String lab);

    void start(String lab);

    void stop(String lab);
}
