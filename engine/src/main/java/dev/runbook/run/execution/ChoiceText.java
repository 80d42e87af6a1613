package dev.runbook.run.execution;

import dev.runbook.value.Template;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats a value that may be chosen: a row or object by its parts. */
final class ChoiceText {
    private ChoiceText() {}

    static String of(Object value) {
        return value instanceof Map<?, ?> parts
                ? parts.values().stream().map(Template::readable).collect(Collectors.joining("  "))
                : Template.readable(value);
    }
}
