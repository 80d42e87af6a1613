package dev.runbook.journal.event;

/** The operator's decision, at a resume, about a step that was interrupted or failed. */
public record StepDecision(String step, Kind decision) {
    /** What is done with the step. */
    public enum Kind {
        /** Run the step again, whatever the first execution did. */
        RETRY,
        /** Treat the step as done. */
        SKIP
    }

    /** Returns the decision in words: {@code 'Switch' treated as done}. */
    String describe() {
        return "'" + step + "' " + (decision == Kind.SKIP ? "treated as done" : "is run again");
    }
}
