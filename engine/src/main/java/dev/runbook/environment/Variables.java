package dev.runbook.environment;

import java.util.HashMap;
import java.util.Map;

/**
 * The environment variables available to an environment file.
 *
 * @param complete whether a missing variable is unset; otherwise its value must not be read
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

    /** Returns the placeholder for a variable whose value must not be read. */
    static String placeholder(String name) {
        return OPEN + name + "›";
    }

    /** Returns whether a text contains such a placeholder, so that its format cannot be checked. */
    boolean areOpenIn(String text) {
        return !complete && text.contains(OPEN);
    }
}
