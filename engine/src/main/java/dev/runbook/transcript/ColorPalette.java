package dev.runbook.transcript;

import dev.runbook.journal.ReportedStatus;
import dev.runbook.journal.event.Verdict;
import dev.runbook.model.StepState;

/** The colours and weights of a terminal, or none. */
public enum ColorPalette {
    PLAIN,
    COLOURED;

    public String good(String text) {
        return paint("32", text);
    }

    public String bad(String text) {
        return paint("1;31", text);
    }

    public String warning(String text) {
        return paint("33", text);
    }

    public String strong(String text) {
        return paint("1", text);
    }

    public String faint(String text) {
        return paint("2", text);
    }

    public String state(StepState state, String text) {
        return switch (state) {
            case OK -> good(text);
            case SKIPPED, CANCELLED, PENDING -> faint(text);
            case RUNNING, INTERRUPTED, UNKNOWN -> warning(text);
            case FAILED, TIMED_OUT -> bad(text);
        };
    }

    public String status(ReportedStatus status, String text) {
        return switch (status) {
            case SUCCEEDED -> good(text);
            case RUNNING, FELL_BACK, INTERRUPTED -> warning(text);
            case FAILED, ABORTED, EMPTY, DAMAGED, UNREADABLE -> bad(text);
        };
    }

    public String verdict(Verdict.Outcome verdict, String text) {
        return switch (verdict) {
            case MET -> good(text);
            case NOT_MEASURED -> warning(text);
            case MISSED -> bad(text);
        };
    }

    private String paint(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
