package dev.runbook.run;

import dev.runbook.value.Result;
import java.util.Map;

/** How one attempt ended, its conditions judged; {@code values} are what handles and conditions read, unmasked. */
record AttemptEnd(Result result, String cause, Map<String, Object> values) {}
