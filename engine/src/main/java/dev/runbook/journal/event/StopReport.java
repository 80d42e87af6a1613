package dev.runbook.journal.event;

import java.util.List;

/** The result of stopping an action; {@code what} is empty when nothing was stopped. */
public record StopReport(String what, long tookMs, List<String> survivors) {
    /** For an action that ended by itself. */
    public static final StopReport NONE = new StopReport("", -1, List.of());
}
