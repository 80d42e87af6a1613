package dev.runbook.environment;

import java.util.List;
import java.util.Map;

/** Starts, breaks and stops the lab of an environment with a {@code lab:} key; found through ServiceLoader. */
public interface LabLifecycle {
    boolean isUp(String lab);

    void start(String lab);

    void stop(String lab);

    /** Returns the names of what can be broken in a lab, which need not be up. */
    List<String> faults(String lab);

    /** Breaks something in a lab that is up. */
    void breakIt(String lab, String fault);

    /** Returns the values of the lab's state that drills refer to as {@code ${lab.NAME}}. */
    Map<String, String> state(String lab);

    /**
     * Returns what a lab that is up is made of now: a text for each part, such as the number and checksum of the rows
     * of a table, the hash of a file, the weight of a balancer's backend, a DNS record, or whether a process runs. Two
     * texts of a part are equal if nothing of it has changed.
     */
    Map<String, String> snapshot(String lab);
}
