package dev.runbook.transcript;

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
