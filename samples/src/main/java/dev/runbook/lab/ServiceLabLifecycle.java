package dev.runbook.lab;

import dev.runbook.environment.LabLifecycle;

/** Starts and stops labs for the engine's drills; found through ServiceLoader. */
public final class ServiceLabLifecycle implements LabLifecycle {
    private final Labs labs = new Labs(System.getenv());

    @Override
    public boolean isUp(String lab) {
        return labs.isUp(lab);
    }

    @Override
    public void start(String lab) {
        labs.start(lab);
    }

    @Override
    public void stop(String lab) {
        labs.stop(lab);
    }
}
