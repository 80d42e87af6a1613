package dev.runbook.dsl;

import dev.runbook.plan.Parameter;
import dev.runbook.value.Secret;
import dev.runbook.value.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Parses the text an operator gives for a parameter into a value of its type, or reports why it is invalid. */
final class ParameterValue {
    private static final Pattern TIME =
            Pattern.compile("(\\d+) *\\.? *(ms|s|m|h|d|seconds?|minutes?|hours?|days?)( *\\. *ago)?");

    private ParameterValue() {}

    static Object of(Parameter parameter, Object given) {
        if (given instanceof Unknown) {
            return given; // from a step of the runbook that follows this one
        }
        if (given instanceof Secret) {
            throw new Unreadable(
                    "the parameter '" + parameter.name() + "' is given a secret and does not declare it",
                    "declare it with secret: true");
        }
        Object value = typed(parameter, given);
        if (!parameter.oneOf().isEmpty()
                && parameter.oneOf().stream().noneMatch(choice -> Comparison.same(choice, value))) {
            throw refused(
                    parameter,
                    given,
                    "one of: " + parameter.oneOf().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        parameter
                .matching()
                .filter(pattern -> !Patterns.matches(pattern, String.valueOf(value)))
                .ifPresent(pattern -> {
                    throw refused(parameter, given, "a text that matches " + pattern);
                });
        return value;
    }

    private static Object typed(Parameter parameter, Object given) {
        if (parameter.type().isInstance(given)) {
            return given;
        }
        String text = String.valueOf(given).strip();
        if (parameter.type() == Integer.class) {
            return text.matches("-?\\d{1,9}") ? Integer.valueOf(text) : fail(parameter, given, "a whole number");
        }
        if (parameter.type() == Boolean.class) {
            return text.equals("true") || text.equals("false")
                    ? Boolean.valueOf(text)
                    : fail(parameter, given, "true or false");
        }
        if (parameter.type() == Duration.class) {
            Duration time = time(text, false);
            return time == null ? fail(parameter, given, "a duration such as 90s, 15m or 2h") : time;
        }
        if (parameter.type() == Instant.class) {
            return instant(parameter, given, text);
        }
        return String.valueOf(given);
    }

    private static Object instant(Parameter parameter, Object given, String text) {
        Duration ago = time(text, true);
        if (ago != null) {
            return Units.getAgo(ago);
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return fail(parameter, given, "an instant such as 2026-03-31T14:05:00Z or 2h.ago");
        }
    }

    private static Duration time(String text, boolean ago) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches() || ago != (matcher.group(3) != null)) {
            return null;
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s", "second", "seconds" -> Duration.ofSeconds(number);
            case "m", "minute", "minutes" -> Duration.ofMinutes(number);
            case "h", "hour", "hours" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static Object fail(Parameter parameter, Object given, String wanted) {
        throw refused(parameter, given, wanted);
    }

    private static Unreadable refused(Parameter parameter, Object given, String wanted) {
        return new Unreadable(
                "the parameter '" + parameter.name() + "' takes " + wanted + ", not '" + given + "'",
                "give -p " + parameter.name() + "=…");
    }
}
