package dev.runbook.run;

import dev.runbook.value.Result;
import java.util.Map;

/** How a task ended before its handler, if it has one, is asked. */
record TaskEnd(Result result, int attempts, String cause, Map<String, Object> values) {}
