package dev.runbook.transcript;

import dev.runbook.journal.ReportedStatus;
import dev.runbook.journal.event.Verdict;
import dev.runbook.model.StepState;
import dev.runbook.terminal.ColorPalette;

/** The colours of states, statuses and verdicts. */
public final class StatusColors {
    private StatusColors() {}

    public static String state(ColorPalette palette, StepState state, String text) {
        return switch (state) {
            case OK -> palette.good(text);
            case SKIPPED, CANCELLED, PENDING -> palette.faint(text);
            case RUNNING, INTERRUPTED, UNKNOWN -> palette.warning(text);
            case FAILED, TIMED_OUT -> palette.bad(text);
        };
    }

    static String status(ColorPalette palette, ReportedStatus status, String text) {
        return switch (status) {
            case SUCCEEDED -> palette.good(text);
            case RUNNING, FELL_BACK, INTERRUPTED -> palette.warning(text);
            case FAILED, ABORTED, EMPTY, DAMAGED, UNREADABLE -> palette.bad(text);
        };
    }

    static String verdict(ColorPalette palette, Verdict.Outcome verdict, String text) {
        return switch (verdict) {
            case MET -> palette.good(text);
            case NOT_MEASURED -> palette.warning(text);
            case MISSED -> palette.bad(text);
        };
    }
}
