package dev.runbook.journal.event;

/** What failed inside a step that is about to end as failed: in its verifies or in the runbook it follows. */
public record FailedInside(String step, FailureTrace trace) implements Event {
    @Override
    public boolean awaited() {
        return false;
    }
}
