package dev.runbook.trigger;

import java.util.Locale;

/** How severe an incident is, most severe first: of several triggers for one lock, the most severe starts a run. */
public enum Severity {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW;

    /** Returns the word of the language. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
