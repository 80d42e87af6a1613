package dev.runbook.journal.event;

import java.util.List;

/**
 * The drill coverage at the end of a drill: every failure path of the runbook, and which were ever exercised in this
 * environment.
 */
public record FailurePaths(List<FailurePath> paths) implements Event {
    @Override
    public boolean awaited() {
        return false;
    }

    /** Returns the coverage in words: {@code 3 of 5 failure paths exercised}. */
    public String describe() {
        long exercised = paths.stream().filter(FailurePath::exercised).count();
        return exercised + " of " + paths.size() + " failure path" + (paths.size() == 1 ? "" : "s") + " exercised";
    }
}
