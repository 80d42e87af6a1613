package dev.runbook.transcript;

import dev.runbook.journal.Event;

/** The journal's words as people read them. */
final class Words {
    private Words() {}

    static String status(String status) {
        return switch (status) {
            case "fellBack" -> "fell back";
            default -> status;
        };
    }

    static String result(String result) {
        return switch (result) {
            case "timedOut" -> "timed out";
            case StepView.PENDING -> "not reached";
            default -> result;
        };
    }

    /** {@code Usually 1m 05s, nine times out of ten at most 1m 40s (12 earlier runs)}. */
    static String usual(Event.UsualStep usual) {
        return "Usually " + Times.of(usual.medianMs()) + ", nine times out of ten at most " + Times.of(usual.p90Ms())
                + " (" + Event.runs(usual.count()) + ")";
    }

    static String verdict(String verdict) {
        return verdict.equals("notMeasured") ? "not measured" : verdict;
    }

    /** A single sign for a state, readable without colour. */
    static String sign(String state) {
        return switch (state) {
            case "ok" -> "✓";
            case "skipped" -> "–";
            case StepView.PENDING -> "·";
            case StepView.RUNNING -> "▸";
            case "unknown" -> "?";
            case "cancelled" -> "◦";
            default -> "✗";
        };
    }
}
