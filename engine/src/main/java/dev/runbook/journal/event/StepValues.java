package dev.runbook.journal.event;

import java.util.List;
import java.util.Map;

/**
 * The values of a step: what a resume restores to handles.
 *
 * @param complete the values by name, masked and bounded
 * @param notKept the values that are not complete here, since they were too long or held a secret: a resume cannot
 * restore them
 */
public record StepValues(Map<String, Object> complete, List<String> notKept) {
    public static final StepValues NONE = new StepValues(Map.of(), List.of());
}
