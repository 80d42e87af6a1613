package dev.runbook.environment;

import java.util.HashMap;
import java.util.Map;

/**
 * The environment variables that an environment file may use.
 *
 * @param complete whether one that is not here is not set; else its value is not to be known
 */
record Variables(Map<String, String> values, boolean complete) {
    private static final String OPEN = "‹";

    Variables {
        values = Map.copyOf(values);
    }

    static Variables all(Map<String, String> values) {
        return new Variables(values, true);
    }

    static Variables some(Map<String, String> values) {
        return new Variables(values, false);
    }

    Variables with(Map<String, String> more) {
        Map<String, String> both = new HashMap<>(values);
        both.putAll(more);
        return new Variables(both, complete);
    }

    /** What stands in a text for a variable whose value is not to be known. */
    static String placeholder(String name) {
        return OPEN + name + "›";
    }

    /** Whether there is such a placeholder in a text, so that its form says nothing. */
    boolean areOpenIn(String text) {
        return !complete && text.contains(OPEN);
    }
}
