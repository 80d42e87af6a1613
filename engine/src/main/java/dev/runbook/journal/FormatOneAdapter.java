package dev.runbook.journal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Converts records of earlier engines, which recorded some decisions only in texts for people. No other code reads a
 * decision from a text.
 */
final class FormatOneAdapter {
    private FormatOneAdapter() {}

    /** Returns the record as this engine writes it. */
    static Map<?, ?> current(Map<?, ?> record) {
        if (!"StepFinished".equals(record.get("event")) || record.containsKey("by")) {
            return record;
        }
        Map<Object, Object> current = new LinkedHashMap<>(record);
        current.put("by", by(String.valueOf(record.get("cause"))).name());
        return current;
    }

    private static DecidedBy by(String cause) {
        if (cause.equals("taken as done by the operator")) {
            return DecidedBy.OPERATOR;
        }
        if (cause.equals("its probe says it was already done")) {
            return DecidedBy.PROBE;
        }
        if (cause.startsWith("its probe gave no answer")) {
            return DecidedBy.UNANSWERED_PROBE;
        }
        return cause.startsWith("the run goes on without it") ? DecidedBy.CHANGED_RUNBOOK : DecidedBy.ITSELF;
    }
}
